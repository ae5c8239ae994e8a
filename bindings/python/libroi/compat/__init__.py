"""Stand-ins for other finance packages: change the import, keep the rest.

libroi.compat.pyxirr      pyxirr           `from libroi.compat import pyxirr`
libroi.finance            numpy_financial  `from libroi import finance as npf`
"""
