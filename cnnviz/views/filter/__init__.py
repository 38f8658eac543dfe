"""The Filter page: one filter, stage by stage."""
