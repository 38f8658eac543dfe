"""The look of the window: palette, theme, style sheet, value colours, icons."""
