using System.Text.Json;
using Assay.Simulator.Market;

namespace Assay.Simulator.CoinGecko;

/// <summary>The past of one coin. Its points stand on no grid, except those of whole days.</summary>
internal sealed class MarketChart(Coin coin, Currency currency, ChartQuery query, DateTimeOffset now)
{
    private const double Jitter = 0.2;

    public void Write(Utf8JsonWriter json)
    {
        var end = query.To < now ? query.To : now;
        var times = Past.Times(coin, query.From, end, query.Step, query.Step.TotalDays < 1 ? Jitter : 0).ToList();
        json.WriteStartObject();
        WriteSeries(json, "prices", times, time => query.Precision.Round(LivingMarket.Price(coin, time) / currency.Rate(time)));
        WriteSeries(json, "market_caps", times, time => LivingMarket.MarketCap(coin, time) / currency.Rate(time));
        WriteSeries(json, "total_volumes", times, time => LivingMarket.Volume(coin, time) / currency.Rate(time));
        json.WriteEndObject();
    }

    private static void WriteSeries(Utf8JsonWriter json, string name, List<DateTimeOffset> times, Func<DateTimeOffset, double?> value)
    {
        json.WriteStartArray(name);
        foreach (var time in times)
        {
            json.WriteStartArray();
            json.WriteNumberValue(time.ToUnixTimeMilliseconds());
            if (value(time) is { } number)
                json.WriteNumberValue(number);
            else
                json.WriteNullValue();
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
