using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Simulator.Market;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.Cmc;

/// <summary>What <c>ohlcv</c> answers: the prices of whole days, or hours, and of the day that is not over.</summary>
internal static class Candles
{
    private const int Samples = 24; // looks at the price within one candle
    private const int MostCandles = 10_000;

    /// <summary>The day so far. It has no time of close.</summary>
    public static JsonObject Today(Coin coin, DateTimeOffset now)
    {
        var open = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerDay, TimeSpan.Zero);
        var candle = Candle(coin, open, now);
        var quote = (JsonObject)candle["quote"]!["USD"]!;
        quote.Remove("market_cap");
        quote.Remove("timestamp");
        quote["last_updated"] = now.ToMillisecondsText();
        return new()
        {
            ["id"] = CoinRow.Id(coin),
            ["name"] = coin.Name,
            ["symbol"] = coin.Symbol,
            ["last_updated"] = now.ToMillisecondsText(),
            ["time_open"] = open.ToMillisecondsText(),
            ["time_close"] = null,
            ["time_high"] = candle["time_high"]!.DeepClone(),
            ["time_low"] = candle["time_low"]!.DeepClone(),
            ["quote"] = candle["quote"]!.DeepClone(),
        };
    }

    /// <summary>The candles that open after <c>time_start</c> and not after <c>time_end</c>; without a start the last <c>count</c>. One that is not over is not among them.</summary>
    public static JsonObject Past(Coin coin, IQueryCollection query, DateTimeOffset now)
    {
        var width = query["time_period"] == "hourly" ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        var newest = Floor(now, width) - width;
        var lastOpen = Time(query["time_end"]) is { } end && Floor(end, width) < newest ? Floor(end, width) : newest;
        var count = Time(query["time_start"]) is { } start
            ? (int)Math.Clamp((lastOpen - start).Ticks / width.Ticks, 0, MostCandles)
            : Math.Clamp(Number(query["count"], 10), 1, MostCandles);
        var opens = Enumerable.Range(0, count).Select(index => lastOpen - (count - 1 - index) * width);
        return new()
        {
            ["id"] = CoinRow.Id(coin),
            ["name"] = coin.Name,
            ["symbol"] = coin.Symbol,
            ["quotes"] = new JsonArray([.. opens.Select(open => Candle(coin, open, open + width - TimeSpan.FromMilliseconds(1)))]),
        };
    }

    private static JsonObject Candle(Coin coin, DateTimeOffset open, DateTimeOffset close)
    {
        var looks = Enumerable.Range(0, Samples + 1)
            .Select(index => open + index * ((close - open) / Samples))
            .Select(time => (Time: time, Price: LivingMarket.Price(coin, time)))
            .ToList();
        var (high, low) = (looks.MaxBy(look => look.Price), looks.MinBy(look => look.Price));
        return new()
        {
            ["time_open"] = open.ToMillisecondsText(),
            ["time_close"] = close.ToMillisecondsText(),
            ["time_high"] = high.Time.ToMillisecondsText(),
            ["time_low"] = low.Time.ToMillisecondsText(),
            ["quote"] = new JsonObject
            {
                ["USD"] = new JsonObject
                {
                    ["open"] = looks[0].Price,
                    ["high"] = high.Price,
                    ["low"] = low.Price,
                    ["close"] = looks[^1].Price,
                    ["volume"] = LivingMarket.Volume(coin, close),
                    ["market_cap"] = LivingMarket.MarketCap(coin, close) ?? 0,
                    ["timestamp"] = close.ToMillisecondsText(),
                },
            },
        };
    }

    /// <summary>Whether a plan looks back so far: in days from the beginning, in hours some months.</summary>
    public static bool IsBeyond(string plan, IQueryCollection query, DateTimeOffset now) =>
        query["time_period"] == "hourly" && Time(query["time_start"]) < now - CmcPlans.HoursBack(plan);

    private static DateTimeOffset Floor(DateTimeOffset time, TimeSpan width) => new(time.UtcTicks - (time.UtcTicks % width.Ticks), TimeSpan.Zero);

    private static DateTimeOffset? Time(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : null;

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
