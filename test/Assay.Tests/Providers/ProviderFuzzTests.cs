using System.Text;
using System.Text.Json;
using Assay.Adapters.Providers.CoinMarketCap;
using Assay.Facts;
using Assay.Providers;
using Assay.Tests.Providers.CoinMarketCap;

namespace Assay.Tests.Providers;

/// <summary>Whatever arrives, Parse does not throw, and every record of a body that is still JSON is either taken or rejected.</summary>
[Trait("Thorough", "yes")]
public sealed partial class ProviderFuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20260102;
    private const int BodiesEach = 15_000;

    private static readonly CoinMarketCapDialect CoinMarketCapDialect = new();

    private const string Markets = """
        [{"id":"bitcoin","symbol":"btc","name":"Bitcoin","current_price":70187,"market_cap":1381651251183,"market_cap_rank":1,"total_volume":20154184933,
          "high_24h":70215,"low_24h":68060,"price_change_percentage_24h":3.12502,"price_change_percentage_7d_in_currency":-4.042267423689584,
          "circulating_supply":19675987.0,"total_supply":21000000.0,"max_supply":21000000.0,"roi":null,"last_updated":"2024-04-07T16:49:31.736Z"},
         {"id":"eth_20","symbol":"ф","name":"Ether \"x\" \\ é","current_price":3.15e-06,"market_cap":0.0,"market_cap_rank":null,"total_volume":"12.5",
          "roi":{"times":95.5,"currency":"btc","percentage":9550.37},"last_updated":"2024-04-07T16:49:55+00:00","sparkline_in_7d":{"price":[1,2.5]}},
         {"id":"bitCNY","symbol":"","name":null,"current_price":null,"max_supply":8.7e36,"last_updated":null}]
        """;

    private const string Coins = """
        [{"id":"official-trump","symbol":"trump","name":"Official Trump","platforms":{"solana":"6p6xgHyF7AeE6TZkSmFsko444wqoP15icUSqi2jfGiPN"}},
         {"id":"bitcoin","symbol":"btc","name":"Bitcoin","platforms":{"":""}},{"id":"x","symbol":"X-10024-\u0424","name":"İ","platforms":{}},
         {"id":"usdt","symbol":"usdt","name":"Tether","platforms":{"ethereum":"0xdac17f958d2ee523a2206206994597c13d831ec7","tron":null}}]
        """;

    private const string Tickers = """
        [{"id":"btc-bitcoin","name":"Bitcoin","symbol":"BTC","rank":1,"circulating_supply":19156544,"max_supply":21000000,"beta_value":0.966273,
          "last_updated":"2022-09-21T06:24:51Z","quotes":{"USD":{"price":18971.41529377382,"volume_24h":41913627724.47431,"market_cap":363426751817,
          "percent_change_24h":-2.81,"percent_change_7d":-6.43,"ath_date":null}}},
         {"id":"x-x","name":"X","symbol":"X","rank":0,"last_updated":"","quotes":{"USD":{"price":"","volume_24h":""},"BTC":{"price":1}}},
         {"id":"y-y","name":"Y","symbol":"Y","rank":3,"quotes":{}}]
        """;

    private const string Listings = """
        {"data":[{"id":1027,"name":"Ethereum","symbol":"ETH","cmc_rank":2,"circulating_supply":122076229.26807936,"max_supply":null,"is_active":1,"tags":["pos"],
          "last_updated":"2026-09-24T16:04:00.000Z","quote":[{"id":2781,"symbol":"USD","price":2674.813963168203,"volume_24h":13129269753.113049,
          "percent_change_24h":1.11078089,"percent_change_7d":8.35180467,"market_cap":326531202617.1815,"last_updated":"2026-09-24T16:04:00.000Z"}]},
         {"id":"7","name":null,"symbol":"ф","is_active":0,"num_market_pairs":0,"quote":[{"price":"12.5","symbol":"EUR"},{"symbol":"USD","price":""}]}],
         "status":{"timestamp":"2026-09-24T16:04:52.629Z","error_code":"0","error_message":"","elapsed":11,"credit_count":1}}
        """;

    private const string QuotesBySymbol = """
        {"status":{"error_code":0,"error_message":null,"credit_count":1,"notice":null},"data":{"ATOM":[{"id":3794,"symbol":"ATOM","is_active":1,"cmc_rank":34,
          "last_updated":"2021-04-23T15:05:08.000Z","quote":{"USD":{"price":18.6821115313511,"market_cap":3936740076.105013,"last_updated":"2021-04-23T15:05:08.000Z"}}},
          {"id":1420,"symbol":"ATOM","is_active":0,"quote":{"USD":{"price":0.00014288}}}],"1":{"id":1,"quote":{"USD":{"price":8.7e36},"BTC":{"price":1}}}}}
        """;

    private const string Pools = """
        {"data":[{"quote":[{"convert_id":"2781","price":1.000938825070437,"price_by_quote_asset":0.000374028039663127,"last_updated":"2026-09-24T16:07:23.000Z",
          "volume_24h":79115134.42198554,"percent_change_price_1h":0.0023,"percent_change_price_24h":0.0026,"liquidity":6448085.919769957}],"scroll_id":"MTAw",
          "contract_address":"0xe0554a476a092703abdb3ef35c80e0d76d32939f","name":"USDC/WETH","base_asset_ucid":"3408","dex_slug":"uniswap-v3","network_id":"1","network_slug":"Ethereum"},
         {"quote":[{"convert_id":"2781","price":0,"liquidity":null}],"contract_address":"1943","network_id":"96","network_slug":"Osmosis","base_asset_ucid":null,"last_updated":"2026-09-24T08:00:35.000Z"}],
         "status":{"error_code":"0","credit_count":1}}
        """;

    [Fact]
    public void CoinGecko_markets_survive() => Fuzz(
        Bodies(Markets, "coingecko/coins_markets_sparkline_2021-11-08.json"), body => ProviderTestData.ParseMarkets(body), page => page.Quotes.Count);

    [Fact]
    public void CoinGecko_lists_survive() => Fuzz(
        Bodies(Coins, "coingecko/doc_examples/coins_list.json"), ProviderTestData.ParseList, page => page.Assets.Count);

    [Fact]
    public void CoinPaprika_tickers_survive() => Fuzz(
        Bodies(Tickers, "coinpaprika/tickers_1row_btc-bitcoin_2022-09-21.json"), body => ProviderTestData.ParseTickers(body), page => page.Quotes.Count);

    [Fact]
    public void CoinMarketCap_listings_survive() => Fuzz(
        Bodies(Listings, "coinmarketcap/v3_cryptocurrency_listings_latest_top5_2026-09-24.json"), body => ReadAll(CmcTestData.Listings, body), page => page.Quotes.Count);

    [Fact]
    public void CoinMarketCap_quotes_by_symbol_survive() => Fuzz(
        Bodies(QuotesBySymbol, "coinmarketcap/v2_cryptocurrency_quotes_latest_by_symbol_ATOM_ARGON_2021-04-23.json"),
        body => ReadAll("v2/cryptocurrency/quotes/latest", body), page => page.Quotes.Count);

    [Fact]
    public void CoinMarketCap_s_pools_survive() => Fuzz(
        Bodies(Pools, "cmc_dex/v4_dex_spot_pairs_latest_ethereum_uniswap_first10of100_2026-09-24.json"),
        body => ReadAll(CmcTestData.SpotPairs, body), page => page.Facts.OfType<DexPair>().Count());

    /// <summary>Before an answer is parsed it has been judged by whoever fetched it.</summary>
    private static ParsedPage ReadAll(string endpoint, byte[] body)
    {
        var payload = CmcTestData.Payload(endpoint, body);
        Assert.True(Enum.IsDefined(CoinMarketCapDialect.KindOf(payload)));
        Assert.True(CoinMarketCapDialect.CreditsOf(payload) >= 0);
        return CmcTestData.Parse(endpoint, body);
    }

    private void Fuzz(byte[][] bodies, Func<byte[], ParsedPage> parse, Func<ParsedPage, int> taken)
    {
        output.WriteLine($"Seed {Seed}");
        var mutator = new Mutator(Seed);
        var counted = 0;
        for (var round = 0; round < BodiesEach; round++)
        {
            var body = mutator.Damage(bodies[round % bodies.Length]);
            var page = Parse(parse, body, round);
            Assert.All(page.Rejections, rejection => Assert.InRange(rejection.Excerpt.Length, 0, Rejection.ExcerptLength));
            if (page.Error is not null || RecordsIn(body) is not { } records)
                continue;

            counted++;
            if (taken(page) + page.Rejections.Count != records)
                Assert.Fail($"Round {round}: {records} records, {taken(page)} taken, {page.Rejections.Count} rejected in {Encoding.UTF8.GetString(body)}");
        }

        output.WriteLine($"{BodiesEach} bodies, {counted} of them still whole");
        Assert.True(counted > BodiesEach / 20);
    }

    private static ParsedPage Parse(Func<byte[], ParsedPage> parse, byte[] body, int round)
    {
        try
        {
            return parse(body);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Round {round} threw on {Convert.ToBase64String(body)}", e);
        }
    }

    /// <summary>How many records the body has, by another reader's word; null where it is no JSON, or not of the form that has records.</summary>
    private static int? RecordsIn(byte[] body)
    {
        var text = body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 10_000 });
            return json.RootElement.ValueKind switch
            {
                JsonValueKind.Array => json.RootElement.GetArrayLength(),
                JsonValueKind.Object when json.RootElement.TryGetProperty("data", out var data) => RecordsOf(data),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for names that are no text
        {
            return null;
        }
    }

    /// <summary>A list, or a map of records and lists of them.</summary>
    private static int? RecordsOf(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.Array => data.GetArrayLength(),
        JsonValueKind.Object => data.EnumerateObject().Sum(entry => entry.Value.ValueKind == JsonValueKind.Array ? entry.Value.GetArrayLength() : 1),
        _ => null,
    };

    private static byte[][] Bodies(string own, string recording)
    {
        var path = Path.Combine(Recordings.Folder, recording);
        return File.Exists(path) ? [Encoding.UTF8.GetBytes(own), File.ReadAllBytes(path)] : [Encoding.UTF8.GetBytes(own)];
    }
}
