"""Make the synthetic EPW files under models/data/weather from published monthly means.

    python tools/make_weather.py [directory]

For each climate:
  dry bulb   monthly means of China Statistical Yearbook 2009 and 2010 (tables 11-13 and 12-13: years 2008 and 2009),
             averaged and held at the months' middles, straight between; plus a daily wave with its minimum at 5 h
             and maximum at 15 h; plus weather: an autoregressive deviation (day to day 0.7) of stated deviation
  humidity   assumed monthly mean of relative humidity gives the vapour pressure at the daily mean; the hour's humidity
             follows from it and the hour's temperature, at most 100 %
  pressure   standard atmosphere at the station's height
  radiation  extraterrestrial x assumed monthly clearness; diffuse share after Erbs et al. (1982)
The noise is drawn from a linear congruential generator with a fixed seed: the same bytes everywhere. After the noise is
added, each month is shifted so that its mean is the published one. Humidity, daily range, clearness and the size of
the weather are assumptions of plausible size, not measurements.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

# name: (EPW file, latitude, longitude, height m, 2008 means, 2009 means, RH %, daily range K, clearness, weather K)
CLIMATES = {
    "Harbin": (
        "harbin", 45.75, 126.77, 143,
        [-17.6, -10.5, 2.7, 11.3, 14.4, 22.5, 24.4, 23.2, 16.4, 8.3, -4.4, -11.6],
        [-16.0, -11.5, -3.9, 9.7, 18.4, 18.9, 22.6, 22.2, 15.6, 7.1, -7.0, -16.7],
        [71, 67, 57, 50, 53, 64, 76, 78, 70, 63, 65, 70],
        10.5, [0.52, 0.56, 0.55, 0.50, 0.49, 0.49, 0.46, 0.48, 0.52, 0.52, 0.50, 0.48], 4.0,
    ),
    "Hohhot": (
        "hohhot", 40.82, 111.68, 1063,
        [-12.1, -9.3, 3.4, 11.4, 16.4, 20.3, 23.6, 20.0, 15.9, 8.2, -0.3, -8.9],
        [-10.3, -2.8, 1.3, 12.0, 17.2, 22.0, 23.8, 21.7, 16.3, 8.6, -4.0, -10.1],
        [58, 52, 45, 38, 40, 48, 60, 64, 60, 58, 59, 59],
        12.5, [0.56, 0.59, 0.58, 0.57, 0.56, 0.55, 0.53, 0.53, 0.56, 0.58, 0.57, 0.55], 3.6,
    ),
    "Hainan (Haikou means)": (
        "hainan", 18.51, 110.04, 35,
        [16.9, 13.3, 20.9, 25.3, 26.6, 27.4, 28.0, 27.6, 27.4, 25.8, 22.7, 19.2],
        [16.1, 22.5, 22.7, 24.1, 26.2, 28.3, 28.3, 28.1, 27.9, 25.8, 21.5, 19.8],
        [84, 86, 85, 83, 82, 82, 82, 84, 84, 81, 80, 80],
        6.5, [0.40, 0.40, 0.42, 0.46, 0.49, 0.49, 0.52, 0.49, 0.47, 0.46, 0.43, 0.40], 1.8,
    ),
    "Shanghai": (
        "shanghai", 31.40, 121.45, 6,
        [4.2, 4.0, 11.4, 15.9, 21.6, 24.0, 30.2, 28.4, 25.6, 20.7, 13.1, 7.5],
        [3.8, 8.9, 10.6, 16.3, 21.9, 26.2, 28.8, 27.9, 25.0, 21.3, 12.1, 6.4],
        [73, 73, 72, 71, 72, 79, 78, 78, 76, 73, 73, 71],
        7.5, [0.40, 0.40, 0.40, 0.42, 0.43, 0.38, 0.46, 0.46, 0.41, 0.43, 0.42, 0.41], 2.6,
    ),
}  # fmt: skip


class Noise:
    """Sum of twelve uniform numbers less six: nearly normal, the same everywhere."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def uniform(self) -> float:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53

    def normal(self) -> float:
        return sum(self.uniform() for _ in range(12)) - 6.0


def saturation(t: float) -> float:
    """Vapour pressure over water [Pa], Buck."""
    return 611.21 * math.exp((18.678 - t / 234.5) * t / (257.14 + t))


def dew_point(vapour: float) -> float:
    g = math.log(vapour / 611.21)
    low, high = -70.0, 50.0
    for _ in range(60):
        mid = 0.5 * (low + high)
        if (18.678 - mid / 234.5) * mid / (257.14 + mid) < g:
            low = mid
        else:
            high = mid
    return 0.5 * (low + high)


def between(monthly: list[float], day: float) -> float:
    """Monthly means held at the months' middles, straight between."""
    start, middles = 0, []
    for d in DAYS:
        middles.append(start + d / 2)
        start += d
    points = [middles[-1] - 365, *middles, middles[0] + 365]
    values = [monthly[-1], *monthly, monthly[0]]
    for i in range(13):
        if points[i] <= day <= points[i + 1]:
            share = (day - points[i]) / (points[i + 1] - points[i])
            return values[i] + share * (values[i + 1] - values[i])
    raise ValueError(day)


def daily_wave(hour: float) -> float:
    """-1 at 5 h, +1 at 15 h, smooth between."""
    if 5 <= hour <= 15:
        return -math.cos(math.pi * (hour - 5) / 10)
    return math.cos(math.pi * ((hour - 15) % 24) / 14)


def radiation(latitude: float, longitude: float, day: int, hour: int, clearness: float) -> tuple[float, float, float]:
    """Global, direct normal and diffuse [Wh/m2] of an hour of UTC+8."""
    b = 2 * math.pi * day / 365
    declination = (
        0.006918
        - 0.399912 * math.cos(b)
        + 0.070257 * math.sin(b)
        - 0.006758 * math.cos(2 * b)
        + 0.000907 * math.sin(2 * b)
    )
    equation = 229.18 * (
        0.000075
        + 0.001868 * math.cos(b)
        - 0.032077 * math.sin(b)
        - 0.014615 * math.cos(2 * b)
        - 0.04089 * math.sin(2 * b)
    )
    solar = hour + 0.5 + (4 * (longitude - 120.0) + equation) / 60
    angle = math.radians(15 * (solar - 12))
    phi = math.radians(latitude)
    up = math.sin(phi) * math.sin(declination) + math.cos(phi) * math.cos(declination) * math.cos(angle)
    if up <= 0.02:
        return 0.0, 0.0, 0.0
    outside = 1367 * (1 + 0.033 * math.cos(b)) * up
    k = clearness
    share = (
        1 - 0.09 * k
        if k <= 0.22
        else (0.9511 - 0.1604 * k + 4.388 * k**2 - 16.638 * k**3 + 12.336 * k**4 if k <= 0.8 else 0.165)
    )
    total = outside * k
    return total, total * (1 - share) / max(up, 0.05), total * share


def year(climate: tuple) -> list[tuple[float, ...]]:
    _, latitude, longitude, height, first, second, humidity, swing, clear, weather = climate
    means = [(a + b) / 2 for a, b in zip(first, second, strict=True)]
    noise = Noise(20260101)
    deviation, deviations = 0.0, []
    clears, cloud = [], 0.0
    for _ in range(366):
        deviation = 0.7 * deviation + math.sqrt(1 - 0.49) * weather * noise.normal()
        deviations.append(deviation)
        cloud = 0.5 * cloud + math.sqrt(0.75) * noise.normal()
        clears.append(cloud)
    rows: list[list[float]] = []
    pressure = 101325 * (1 - 2.25577e-5 * height) ** 5.2559
    day = 0
    for month, length in enumerate(DAYS):
        block = []
        for _ in range(length):
            clearness = min(max(clear[month] * (1 + 0.28 * clears[day]), 0.08), 0.78)
            for hour in range(24):
                at = day + (hour + 0.5) / 24
                drift = deviations[day] + (deviations[day + 1] - deviations[day]) * (hour + 0.5) / 24
                level = between(means, at) + drift
                size = 0.5 * swing * (0.6 + 0.8 * clearness)
                block.append(
                    [
                        level + size * daily_wave(hour + 0.5),
                        level,
                        *radiation(latitude, longitude, day, hour, clearness),
                    ]
                )
            day += 1
        shift = means[month] - sum(r[0] for r in block) / len(block)
        for t, level, *sun in block:
            t, level = t + shift, level + shift
            vapour = min(saturation(level) * humidity[month] / 100, 0.999 * saturation(t))
            rows.append((t, dew_point(vapour), 100 * vapour / saturation(t), pressure, *sun))
    return rows


def write(path: Path, name: str, climate: tuple) -> None:
    _, latitude, longitude, height, *_ = climate
    lines = [
        f"LOCATION,{name},-,CHN,synthetic,000000,{latitude:.2f},{longitude:.2f},8.0,{height:.1f}",
        "DESIGN CONDITIONS,0",
        "TYPICAL/EXTREME PERIODS,0",
        "GROUND TEMPERATURES,0",
        "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
        "COMMENTS 1,Synthetic year made by tools/make_weather.py"
        " from monthly means of China Statistical Yearbook 2009 and 2010",
        "COMMENTS 2,Humidity daily range and clearness are assumptions; see models/data/weather/README.md",
        "DATA PERIODS,1,1,Data,Thursday, 1/ 1,12/31",
    ]
    rows = iter(year(climate))
    for month, length in enumerate(DAYS, 1):
        for day in range(1, length + 1):
            for hour in range(1, 25):
                t, dew, rh, p, total, direct, diffuse = next(rows)
                lines.append(
                    f"2026,{month},{day},{hour},0,_,{t:.1f},{min(dew, t):.1f},{rh:.0f},{p:.0f},9999,9999,9999,"
                    f"{total:.0f},{direct:.0f},{diffuse:.0f},999999,999999,999999,9999,999,999,99,99,9999,99999,9,999999999,999,.999,999,99,999,999,99"
                )
    path.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


def main() -> None:
    directory = (
        Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "models" / "data" / "weather"
    )
    directory.mkdir(parents=True, exist_ok=True)
    for name, climate in CLIMATES.items():
        write(directory / f"{climate[0]}_synthetic.epw", name, climate)


if __name__ == "__main__":
    main()
