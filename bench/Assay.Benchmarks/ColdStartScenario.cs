using System.Globalization;
using Assay.Ingestion;
using Assay.Providers;

namespace Assay.Benchmarks;

/// <summary>From the start of the process over a database of 10,000 coins to the first page of /data.</summary>
internal static class ColdStartScenario
{
    public static async Task<int> RunAsync()
    {
        await using var installation = await FilledAsync();
        using var http = new HttpClient();
        var seconds = new List<double>();
        for (var i = 0; i < Measure.Rounds; i++)
            seconds.Add(await StartAsync(installation, http));

        Measure.Tell($"cold-start  {RoundScenario.Coins:N0} coins: median {Measure.Median(seconds):N2} s to the first /data (each: {string.Join(", ", seconds.Select(s => s.ToString("0.00", CultureInfo.InvariantCulture)))})");
        return 0;
    }

    private static async Task<Installation> FilledAsync()
    {
        await using var simulator = await AssayProcess.SimulateAsync(RoundScenario.Coins);
        var installation = await Installation.CreateAsync(RoundScenario.SettingsFor(simulator.Address, RoundScenario.Coins));
        var rounds = installation.Get<Rounds>();
        foreach (var provider in installation.Get<ProviderRegistry>().Polled)
            await rounds.Start(provider, FetchTask.Prices, coin: null, progress: null, CancellationToken.None).Completion;
        return installation;
    }

    private static async Task<double> StartAsync(Installation installation, HttpClient http)
    {
        var settings = new Dictionary<string, string?>
        {
            ["DATABASE_URL"] = $"sqlite://{installation.Database}",
            ["PORT"] = "0",
            ["ENABLE_COINGECKO"] = "false",
            ["ENABLE_COINPAPRIKA"] = "false",
            ["ENABLE_CMC"] = "false",
            ["ENABLE_CMC_DEX"] = "false",
            ["ENABLE_CSV"] = "false",
        };
        AssayProcess? server = null;
        try
        {
            return await Measure.SecondsAsync(async () =>
            {
                server = await AssayProcess.StartAsync(settings, "run");
                var page = await http.GetStringAsync(new Uri(server.Address, "data"));
                if (!page.Contains("\"total_count\":3", StringComparison.Ordinal) && !page.Contains("\"total_count\":2", StringComparison.Ordinal))
                    throw new InvalidOperationException("The first page does not count the coins of the database.");
            });
        }
        finally
        {
            if (server is not null)
                await server.DisposeAsync();
        }
    }
}
