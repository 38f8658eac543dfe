"""What a user works on: picture, drawing, network, edits, plan; what ships; the file format."""
