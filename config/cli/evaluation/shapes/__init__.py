"""One small converter for each shape in which labelled text is to be had: a line -> labelled conversations."""
