"""Pictures on matplotlib Axes, and the tables they show: `libroi.plots`, and those of `libroi.power`."""
