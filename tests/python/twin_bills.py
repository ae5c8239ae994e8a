"""Power bills for the twin to compare: merge patches on named centers that bring every rule of a bill to bear."""

from pathlib import Path

MONTHLY_FORM = ("losses", "energy", "season", "demand_price", "peak_factor", "contract_demand", "contract_minimum")
SUMMER = [0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0]
EVENING = {
    "energised": 0.04, "proportional": 1.2, "square": [0.02] * 6 + [0.05] * 6, "shape": [1.2, 0.7, 1.1] * 4,
}  # fmt: skip
PLANTS = {"roof": {"power": 0}, "storage": {"power": [-500, -900] * 6}, "fuel-cell": {"power": -800}}
EVERY_RULE = {
    "energy": {
        "purchase-critical": {"shared": "day", "steps": {"all": {"upper": 900_000}, "rest": {"price": 0.9}}},
        "purchase-valley": {
            "shared": "day",
            "steps": {
                "all": {"upper": 700_000},
                "more": {"price": 0.33, "upper": 1_600_000},
                "rest": {"price": 0.29},
            }
        },
        "purchase-flat": {
            "per_day": True,
            "steps": {
                "all": {"upper_hours": 2.5},
                "more": {"price": 0.55, "upper": 60_000, "upper_hours": 6.5},
                "rest": {"price": 0.5},
            },
        },
        "purchase-peak": {
            "steps": {
                "all": {"upper": 900_000, "upper_hours": 60},
                "more": {"price": 0.75, "upper": 200_000, "after_hours": 60, "upper_hours": 110},
                "rest": {"price": 0.7},
            }
        },
    },
    "demand": {
        "month": {
            "steps": {"first": {"price": 6, "upper": 5000}, "rest": {"price": 4.5}},
            "minimum": 4000, "on_billing_demand": True,
        },
        "summer": {"steps": {"all": {"price": 3}}, "charged": SUMMER, "billed_per_kw": 1.06, "minimum": 9500},
        "evening": {
            "peak": {"early": {**EVENING, "shape": 1.4}, "late": EVENING}, "on_billing_demand": True,
            "steps": {"all": {"price": 2}},
        },
        "system": {
            "mean": {"energised": 0.03, "flat": 1.1, "shaped": [1.3, 1.5] * 6, "shaped_shaped": 0.02},
            "steps": {"all": {"price": 1.5}}, "on_billing_demand": True,
        },
        "wires": {"steps": {"all": {"price": 0.7}}, "of_month": True, "minimum": 3500},
    },
    "daily_demand": {
        "working": {
            "price": 0.3, "billed_per_kw": 1.05, "charged": SUMMER,
            "hours": {
                "cool": {"energised": 0.02, "flat": 1.1, "shaped": [1.3, 1.2] * 6},
                "warm": {"energised": 0.05, "flat": 1.2, "shaped": 1.1, "flat_flat": 0.01, "flat_shaped": 0.02},
            },
        },
    },
    "ratchet": {
        "minimum": 3000, "share": [0.8] * 5 + [0.95] * 7, "weight": [0.6, 1] * 6, "metered": [0] * 5 + [1] * 7,
        "lookback": 5,
    },
    "two_part": {
        "mode": "contract", "declared": [9000] * 6 + [7000] * 6, "floor_share": 0.3, "transformer_kva": 26000,
        "rebate_from": 260, "tolerance": 1.03, "excess_multiple": 2.5, "price_kw": 39, "rebate_price_share": 0.85,
    },
    "minimum_take": {
        "contract": 17000,
        "ramp": {"monthly": [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]},
        "components": {"grid": {"price": 4, "share": 0.85}, "generation": {"price": 2, "share": 0.6}},
        "term": 125, "exit_fee_months": 24,
    },
    "power_factor": {"adjustment": 0.02, "kvar_per_kw": 0.2, "kvar_price": 1.5},
    "fixed": {"meter": {"per_day": 55}, "service": {"per_month": 2000, "per_day": 3}},
    "riders": {
        "fuel": {"per_kwh": 0.02, "per_kw": 0.5, "months": [1, 1, 0.5, 0, 0, 0, 0, 0, 0, 0, 1, 1]},
        "storm": {"share": 0.014, "of_fixed": False},
        "credit": {"share": -0.01, "of_energy": False, "months": SUMMER},
    },
    "taxes": {
        "city": {"share": 0.035},
        "energy": {"share": 0.01, "of_demand": False, "of_fixed": False},
        "standing": {"share": 0.02, "of_energy": False},
    },
    "minimum_month": 4_000_000,
    "minimum_year": 50_500_000,
    "supply": {
        "ppa": {
            "sun": {
                "settlement": "difference", "share": 0.25, "start": "2025-03-11", "end": "2031-08-20", "certified": 0.6,
                "price": 0.42, "reference": {"start": 0.38, "growth": 0.03},
            },
            "wind": {"price": {"value": 0.5, "index": "prices", "price_date": "2025-06"}},
        },
        "certificates": {
            "share": 0.3, "price": {"points": {"2024-06": 0.02, "2027-01": 0.05}, "interpolation": "linear"},
        },
        "carbon": {"price": {"value": 60, "unit": "CNY/t"}},
        "water_price": {"index": "prices"},
        "backup": {"hours": 30, "fuel_price": {"index": "wages", "price_date": "2023-01"}},
        "response": {"capacity": {"value": 1.5, "unit": "MW"}, "price": {"monthly": [20, 25, 30]}},
    },
}  # fmt: skip
CUBIC = {
    "flat": 0.01,
    "twice_flat": [0.02, 0.015] * 6,
    "twice_shaped": [0.015] * 6 + [0.01] * 6,
    "shaped": [0.004, 0.005, 0.006] * 4,
}

DATA = Path(__file__).resolve().parents[2] / "models" / "data"
LINGSHUI, ITEMISED = "centers/lingshui_hainan_expressway", "centers/harbin_itemised_power"
BILLS = {
    "every rule of the bill": (ITEMISED, {"power": {"index": "prices", "bill": EVERY_RULE}}),
    "every rule of the bill, starts in July, ends in May": (
        ITEMISED,
        {"start": "2024-07", "months": 83, "hours": "720", "power": {"bill": EVERY_RULE}},
    ),
    "metered demand, nothing beyond the tariff": (
        ITEMISED,
        {"power": {"bill": {"two_part": {"mode": "metered", "transformer_kva": 26000}, "supply": None}}},
    ),
    "transformer capacity, a least year": (
        ITEMISED,
        {
            "months": 65,
            "power": {
                "index": "wages",
                "bill": {
                    "two_part": {
                        "mode": "transformer", "price_kva": 25, "transformer_kva": {"value": 26, "unit": "MVA"},
                    },
                    "minimum_year": {"value": 8000, "unit": "万元/year"},
                },
            },
        },
    ),
    "a load of third degree": (
        ITEMISED,
        {
            "power": {
                "bill": {
                    "load": {
                        "headroom": [0.4, 1, 8] * 4, "facility": {"cubic": CUBIC},
                        "water": {"cubic": {**CUBIC, "flat": 0.03}},
                    },
                    "energy": {
                        "purchase-flat": {"load": {"cubic": CUBIC}},
                        "purchase-peak": {"load": {"cubic": CUBIC}},
                    },
                    "demand": {
                        "evening": {
                            "peak": {"late": {**EVENING, "cubic": {"cube": [0.3, 0.2] * 6}}},
                            "steps": {"all": {"price": 5}},
                        }
                    },
                }
            }
        },
    ),
    "solar, storage and a fuel cell, larger than the load at first": (
        ITEMISED,
        {
            "power": {
                "bill": {
                    "prepare": {"onsite": str(DATA / "onsite" / "roof-storage-fuel-cell.json")},
                    "onsite": {
                        "roof": {"size": 3, "start": "2024-05-20"},
                        "storage": {"end": "2031-03-10"},
                        "fuel-cell": {"size": 2.5, "start": "2026-01-01", "end": "2029-09-15"},
                    },
                    "demand": {
                        "evening": {"peak": {"late": {**EVENING, "onsite": PLANTS}}, "steps": {"all": {"price": 2}}}
                    },
                }
            }
        },
    ),
    "tenants pay their share of the bill": (
        LINGSHUI,
        {
            "power": {
                **dict.fromkeys(MONTHLY_FORM),
                "index": "rents",
                "bill": {
                    "prepare": {
                        "facility": str(DATA / "facilities" / "gpu-hall-10mw.json"),
                        "weather": str(DATA / "weather" / "hainan_synthetic.epw"),
                        "tariff": str(DATA / "tariffs" / "china-guangdong-huizhou-10kv-2026-02.json"),
                        "power_factor": 0.93,
                    }
                },
            }
        },
    ),
}  # fmt: skip
