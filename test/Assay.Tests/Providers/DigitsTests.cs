using System.Globalization;
using System.Text.Json;
using Assay.Facts;
using Assay.Providers;
using Assay.Tests.Providers.CoinMarketCap;

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

    private static readonly Dictionary<string, Func<MarketFigures, double?>> CoinMarketCapFigures = new()
    {
        ["price"] = f => f.Price,
        ["market_cap"] = f => f.MarketCap,
        ["volume_24h"] = f => f.Volume24h,
        ["percent_change_24h"] = f => f.PriceChange24h,
        ["percent_change_7d"] = f => f.PriceChange7d,
        ["circulating_supply"] = f => f.CirculatingSupply,
        ["total_supply"] = f => f.TotalSupply,
        ["max_supply"] = f => f.MaxSupply,
        ["cmc_rank"] = f => f.Rank,
    };

    private static readonly Dictionary<string, Func<DexPair, double?>> PoolFigures = new()
    {
        ["price"] = pool => pool.Price,
        ["volume_24h"] = pool => pool.Volume24h,
        ["liquidity"] = pool => pool.Liquidity,
        ["fully_diluted_value"] = pool => pool.FullyDilutedValue,
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

    [Theory]
    [InlineData(CmcTestData.Listings, "v3_cryptocurrency_listings_latest_top5_2026-09-24.json")]
    [InlineData(CmcTestData.Quotes, "v3_cryptocurrency_quotes_latest_btc_paxg_2026-09-24.json")]
    [InlineData("v1/cryptocurrency/listings/latest", "doc_examples/v1_cryptocurrency_listings_latest.json")]
    public void CoinMarketCap_s_numbers_keep_their_digits(string endpoint, string recording)
    {
        var body = Recordings.Read($"coinmarketcap/{recording}");
        using var json = JsonDocument.Parse(body);

        Compare([.. json.RootElement.GetProperty("data").EnumerateArray()], CmcTestData.Parse(endpoint, body).Quotes, CoinMarketCapFigures,
            row => row.GetProperty("quote") is { ValueKind: JsonValueKind.Array } list ? list[0] : row.GetProperty("quote").GetProperty("USD"));
    }

    [Fact]
    public void The_numbers_of_pools_keep_their_digits_and_their_changes_are_moved_by_two()
    {
        var body = Recordings.Read("cmc_dex/v4_dex_spot_pairs_latest_ethereum_uniswap_first10of100_2026-09-24.json");
        using var json = JsonDocument.Parse(body);
        JsonElement[] quotes = [.. json.RootElement.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("quote")[0])];
        var pools = CmcTestData.Parse(CmcTestData.SpotPairs, body).Facts.OfType<DexPair>().ToList();

        Assert.Equal(quotes.Length * PoolFigures.Count, CompareFields(quotes, pools, PoolFigures, quote => quote));
        foreach (var (quote, pool) in quotes.Zip(pools))
        {
            var (negative, digits, exponent) = Digits(quote.GetProperty("percent_change_price_24h").GetRawText());
            Assert.Equal((negative, digits, digits == "0" ? 0 : exponent + 2), Digits(pool.PriceChange24h!.Value.ToString("R", CultureInfo.InvariantCulture)));
        }
    }

    private static void Compare(
        JsonElement[] rows, IReadOnlyList<ProviderQuote> quotes, Dictionary<string, Func<MarketFigures, double?>> figures,
        Func<JsonElement, JsonElement> nested)
    {
        var compared = CompareFields(rows, [.. quotes.Select(quote => quote.Figures)], figures, nested);

        Assert.True(compared >= 8 * rows.Length, $"Only {compared} numbers were compared.");
    }

    private static int CompareFields<T>(JsonElement[] rows, List<T> records, Dictionary<string, Func<T, double?>> figures, Func<JsonElement, JsonElement> nested)
    {
        Assert.Equal(rows.Length, records.Count);
        var compared = 0;
        foreach (var (row, record) in rows.Zip(records))
        {
            foreach (var (field, figure) in figures)
            {
                if (!row.TryGetProperty(field, out var value) && !nested(row).TryGetProperty(field, out value))
                    continue;
                if (value.ValueKind == JsonValueKind.Null)
                {
                    Assert.Null(figure(record));
                    continue;
                }

                Assert.Equal(Digits(value.GetRawText()), Digits(figure(record)!.Value.ToString("R", CultureInfo.InvariantCulture)));
                compared++;
            }
        }

        return compared;
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
