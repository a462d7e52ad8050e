using System.Globalization;
using System.Text.Json;
using Assay.Board;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Benchmarks;

/// <summary>A price round over 10,000 coins at two sources: keep, parse, store, consensus and board. As in the program each answer is taken in before the next is asked for; only that is timed.</summary>
internal static class RoundScenario
{
    public const int Coins = 10_000;

    public static async Task<int> RunAsync()
    {
        await using var simulator = await AssayProcess.SimulateAsync(Coins);
        await using var installation = await Installation.CreateAsync(SettingsFor(simulator.Address, Coins));
        await RoundAsync(installation, 0); // the coins become known, the code is compiled
        var ours = new List<double>();
        var limit = new List<double>();
        long records = 0;
        for (var i = 0; i < Measure.Rounds; i++)
        {
            var (stored, seconds, skipping) = await RoundAsync(installation, i + 1);
            records = stored;
            ours.Add(seconds);
            limit.Add(skipping);
        }

        Measure.Tell($"round       {Coins:N0} coins × 2 sources, {records:N0} quotes: median {Measure.Median(ours) * 1000:N0} ms (each: {string.Join(", ", ours.Select(s => (s * 1000).ToString("0", CultureInfo.InvariantCulture)))})   limit (Utf8JsonReader skipping through the answers) {Measure.Median(limit) * 1000:N0} ms");
        Measure.Tell($"round       rows on the board {installation.Get<MarketBoard>().Count:N0}, peak memory {Measure.PeakMegabytes():N0} MB, of it managed heap {GC.GetGCMemoryInfo().TotalCommittedBytes / 1e6:N0} MB");
        return 0;
    }

    public static Dictionary<string, string?> SettingsFor(Uri simulator, int coins) => new()
    {
        ["COINGECKO_BASE_URL"] = new Uri(simulator, "coingecko/api/v3").ToString(),
        ["COINPAPRIKA_BASE_URL"] = new Uri(simulator, "coinpaprika/v1").ToString(),
        ["COINGECKO_RATE_LIMIT"] = "100000",
        ["COINPAPRIKA_RATE_LIMIT"] = "100000",
        ["ENABLE_CMC"] = "false",
        ["ENABLE_CMC_DEX"] = "false",
        ["TOP_COINS"] = coins.ToString(CultureInfo.InvariantCulture),
    };

    private static async Task<(long Quotes, double Seconds, double Skipping)> RoundAsync(Installation installation, int number)
    {
        var run = new Run
        {
            Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
            Source = SourceId.CoinGecko,
            Task = FetchTask.Prices,
            Status = RunStatus.Running,
            StartedAt = TimeProvider.System.GetUtcNow().ToWholeMilliseconds(),
            Owner = Owner.Self,
        };
        await installation.Get<IRunBook>().BeginAsync(run, CancellationToken.None);

        var pipeline = installation.Get<Pipeline>();
        var (quotes, seconds, skipping) = (0L, 0.0, 0.0);
        foreach (var provider in installation.Get<ProviderRegistry>().Polled)
        {
            await foreach (var payload in provider.FetchAsync(new FetchRequest(FetchTask.Prices, Coins, []), CancellationToken.None))
            {
                seconds += await Measure.SecondsAsync(async () => quotes += (await pipeline.IngestAsync(run.Id, provider, payload, CancellationToken.None)).Processed);
                skipping += Measure.Seconds(() => Skip(payload.Body.Span));
            }
        }

        return quotes > 0 ? (quotes, seconds, skipping) : throw new InvalidOperationException($"Round {number} brought no quotes.");
    }

    private static void Skip(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
        }
    }
}
