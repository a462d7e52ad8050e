using System.Text;
using System.Text.Json;
using Assay.Providers;

namespace Assay.Tests.Providers;

/// <summary>Whatever arrives, Parse does not throw, and every record of a body that is still JSON is either taken or rejected.</summary>
public sealed partial class ProviderFuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20260102;
    private const int BodiesEach = 80_000 / 3;

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

    [Fact]
    public void CoinGecko_markets_survive() => Fuzz(
        Bodies(Markets, "coingecko/coins_markets_sparkline_2021-11-08.json"), body => ProviderTestData.ParseMarkets(body), page => page.Quotes.Count);

    [Fact]
    public void CoinGecko_lists_survive() => Fuzz(
        Bodies(Coins, "coingecko/doc_examples/coins_list.json"), ProviderTestData.ParseList, page => page.Assets.Count);

    [Fact]
    public void CoinPaprika_tickers_survive() => Fuzz(
        Bodies(Tickers, "coinpaprika/tickers_1row_btc-bitcoin_2022-09-21.json"), body => ProviderTestData.ParseTickers(body), page => page.Quotes.Count);

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
            if (RecordsIn(body) is not { } records)
                continue;

            counted++;
            if (taken(page) + page.Rejections.Count != records)
                Assert.Fail($"Round {round}: {records} records, {taken(page)} taken, {page.Rejections.Count} rejected in {Encoding.UTF8.GetString(body)}");
        }

        output.WriteLine($"{BodiesEach} bodies, {counted} of them still an array");
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

    /// <summary>How many elements the array has, by another reader's word; null where the body is no JSON array.</summary>
    private static int? RecordsIn(byte[] body)
    {
        var text = body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 10_000 });
            return json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.GetArrayLength() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[][] Bodies(string own, string recording)
    {
        var path = Path.Combine(Recordings.Folder, recording);
        return File.Exists(path) ? [Encoding.UTF8.GetBytes(own), File.ReadAllBytes(path)] : [Encoding.UTF8.GetBytes(own)];
    }
}
