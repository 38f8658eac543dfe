"""The main window, its pages and the commands of its menus."""
