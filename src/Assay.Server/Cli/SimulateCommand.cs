using System.CommandLine;
using Assay.Simulator;

namespace Assay.Server.Cli;

internal static class SimulateCommand
{
    public static Command Create()
    {
        var defaults = new SimulatorOptions();
        var port = new Option<int>("--port") { Description = "Where to listen on 127.0.0.1; 0 takes a free port.", DefaultValueFactory = _ => defaults.Port };
        var coins = new Option<int>("--coins") { Description = "How many coins the market has.", DefaultValueFactory = _ => defaults.Coins };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same market.", DefaultValueFactory = _ => defaults.Seed };
        var recorded = new Option<string?>("--recorded") { Description = "Answer with the recorded bodies in this folder instead of a living market." };
        var faults = new Option<string?>("--faults") { Description = "A JSON file with faults to begin with; POST /faults changes them." };
        var cmcPlan = new Option<string>("--cmc-plan") { Description = "The plan at CoinMarketCap; Basic has neither candles nor volumes of exchanges.", DefaultValueFactory = _ => defaults.CmcPlan.Name };
        var command = new Command("simulate", "Plays the providers' APIs, so that nothing needs the internet or a key.") { port, coins, seed, recorded, faults, cmcPlan };
        command.SetAction((parsed, cancellationToken) => SimulateAsync(
            defaults with
            {
                Port = parsed.GetValue(port),
                Coins = parsed.GetValue(coins),
                Seed = parsed.GetValue(seed),
                RecordedFolder = parsed.GetValue(recorded),
                FaultsFile = parsed.GetValue(faults),
                CmcPlan = defaults.CmcPlan with { Name = parsed.GetValue(cmcPlan)! },
            },
            cancellationToken));
        return command;
    }

    private static async Task SimulateAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        await using var app = SimulatorApp.Build(options, TimeProvider.System);
        await app.StartAsync(cancellationToken);
        var address = app.Urls.First();
        Console.WriteLine(
            $"The simulator listens on {address}. Point COINGECKO_BASE_URL at {address}/coingecko/api/v3, COINPAPRIKA_BASE_URL at {address}/coinpaprika/v1, "
            + $"CMC_BASE_URL at {address}/cmc and CMC_DEX_BASE_URL at {address}/cmc-dex.");
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
