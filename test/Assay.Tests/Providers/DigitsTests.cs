using System.Globalization;
using System.Text.Json;
using Assay.Providers;

namespace Assay.Tests.Providers;

/// <summary>A number that we keep has the digits with which it came.</summary>
public sealed class DigitsTests
{
    private static readonly Dictionary<string, Func<MarketFigures, double?>> CoinGeckoFigures = new()
    {
        ["current_price"] = f => f.Price,
        ["market_cap"] = f => f.MarketCap,
        ["total_volume"] = f => f.Volume24h,
        ["price_change_percentage_24h"] = f => f.PriceChange24h,
        ["price_change_percentage_7d_in_currency"] = f => f.PriceChange7d,
        ["high_24h"] = f => f.High24h,
        ["low_24h"] = f => f.Low24h,
        ["circulating_supply"] = f => f.CirculatingSupply,
        ["total_supply"] = f => f.TotalSupply,
        ["max_supply"] = f => f.MaxSupply,
        ["market_cap_rank"] = f => f.Rank,
    };

    private static readonly Dictionary<string, Func<MarketFigures, double?>> CoinPaprikaFigures = new()
    {
        ["price"] = f => f.Price,
        ["market_cap"] = f => f.MarketCap,
        ["volume_24h"] = f => f.Volume24h,
        ["percent_change_24h"] = f => f.PriceChange24h,
        ["percent_change_7d"] = f => f.PriceChange7d,
        ["circulating_supply"] = f => f.CirculatingSupply,
        ["total_supply"] = f => f.TotalSupply,
        ["max_supply"] = f => f.MaxSupply,
        ["rank"] = f => f.Rank,
    };

    [Theory]
    [InlineData("coins_markets_bitcoin_usd_2021-05-15.json")]
    [InlineData("coins_markets_bitcoin_myr_2021-05-15.json")] // the numbers count here, not their currency
    [InlineData("coins_markets_btc_eth_vs_eth_2021-05-15.json")]
    [InlineData("coins_markets_sparkline_2021-11-08.json")]
    [InlineData("doc_examples/coins_markets.json")]
    public void CoinGecko_s_numbers_keep_their_digits(string recording)
    {
        var body = Recordings.Read($"coingecko/{recording}");
        using var json = JsonDocument.Parse(body);

        Compare([.. json.RootElement.EnumerateArray()], ProviderTestData.ParseMarkets(body).Quotes, CoinGeckoFigures, row => row);
    }

    [Theory]
    [InlineData("tickers_1row_btc-bitcoin_2022-09-21.json")]
    [InlineData("tickers_ada-cardano_2021-05-17.json")]
    public void CoinPaprika_s_numbers_keep_their_digits(string recording)
    {
        var body = Recordings.Read($"coinpaprika/{recording}");
        using var json = JsonDocument.Parse(body);
        JsonElement[] rows = json.RootElement.ValueKind == JsonValueKind.Array ? [.. json.RootElement.EnumerateArray()] : [json.RootElement];

        Compare(rows, (json.RootElement.ValueKind == JsonValueKind.Array ? ProviderTestData.ParseTickers(body) : ProviderTestData.ParseTicker(body)).Quotes, CoinPaprikaFigures, row => row.GetProperty("quotes").GetProperty("USD"));
    }

    private static void Compare(
        JsonElement[] rows, IReadOnlyList<ProviderQuote> quotes, Dictionary<string, Func<MarketFigures, double?>> figures,
        Func<JsonElement, JsonElement> nested)
    {
        Assert.Equal(rows.Length, quotes.Count);
        var compared = 0;
        foreach (var (row, quote) in rows.Zip(quotes))
        {
            foreach (var (field, figure) in figures)
            {
                if (!row.TryGetProperty(field, out var value) && !nested(row).TryGetProperty(field, out value))
                    continue;
                if (value.ValueKind == JsonValueKind.Null)
                {
                    Assert.Null(figure(quote.Figures));
                    continue;
                }

                Assert.Equal(Digits(value.GetRawText()), Digits(figure(quote.Figures)!.Value.ToString("R", CultureInfo.InvariantCulture)));
                compared++;
            }
        }

        Assert.True(compared >= 8 * rows.Length, $"Only {compared} numbers were compared.");
    }

    /// <summary>Sign, digits without zeros at either end, and the power of ten of the last digit: 21000000.0 and 2.1E7 are the same.</summary>
    private static (bool Negative, string Digits, int Exponent) Digits(string number)
    {
        var parts = number.TrimStart('-').Split(['e', 'E']);
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var all = parts[0].Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimEnd('0');
        exponent += all.Length - digits.Length - (point < 0 ? 0 : all.Length - point);
        digits = digits.TrimStart('0');
        return digits.Length == 0 ? (false, "0", 0) : (number[0] == '-', digits, exponent);
    }
}
