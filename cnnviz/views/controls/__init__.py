"""Controls that know no CNN: fields, boxes, cards, layouts, dialogs."""
