using Assay.Simulator.Cmc;

namespace Assay.Simulator;

/// <summary>What the simulator pretends, and where it listens.</summary>
public sealed record SimulatorOptions
{
    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; } = 9090;

    public string BindAddress { get; init; } = "127.0.0.1";

    /// <summary>How many coins the living market has, 1 to 100,000. No provider lists quite all of them.</summary>
    public int Coins { get; init; } = 500;

    /// <summary>The same seed gives the same coins, and at the same time the same prices.</summary>
    public int Seed { get; init; } = 20_090_103;

    /// <summary>The market is put in order once a tick; until the next one pages neither repeat nor miss a coin.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How far CoinGecko's quotes are behind the market.</summary>
    public QuoteDelay CoinGeckoDelay { get; init; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));

    /// <summary>How far CoinPaprika's quotes are behind the market. It tells the time in whole seconds.</summary>
    public QuoteDelay CoinPaprikaDelay { get; init; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));

    /// <summary>How far CoinMarketCap's quotes are behind the market. It tells the time in whole seconds.</summary>
    public QuoteDelay CmcDelay { get; init; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(70));

    /// <summary>How far the quotes of pools are behind the market.</summary>
    public QuoteDelay CmcDexDelay { get; init; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(122));

    /// <summary>What CoinGecko's <c>/key</c> says of the plan. No limit is enforced: a fault plays what happens beyond it.</summary>
    public SimulatedPlan CoinGeckoPlan { get; init; } = new("Demo", 30, 10_000);

    /// <summary>What CoinPaprika's <c>/key/info</c> says of the plan.</summary>
    public SimulatedPlan CoinPaprikaPlan { get; init; } = new("starter", 600, 400_000);

    /// <summary>What CoinMarketCap's <c>/v1/key/info</c> says of the plan. Its name decides which endpoints answer.</summary>
    public SimulatedPlan CmcPlan { get; init; } = new("Basic", 50, 15_000);

    /// <summary>Whether some coins have no market cap, and some are listed at one provider only, as in real life.</summary>
    public bool Gaps { get; init; } = true;

    /// <summary>A folder of recorded bodies to answer with; null means the living market.</summary>
    public string? RecordedFolder { get; init; }

    /// <summary>Fault rules to begin with, in the form that <c>POST /faults</c> takes.</summary>
    public string? FaultsFile { get; init; }

    internal void Validate()
    {
        Require(Port is >= 0 and <= 65_535, $"The port {Port} is not between 0 and 65535.");
        Require(Coins is >= 1 and <= 100_000, $"The number of coins {Coins} is not between 1 and 100000.");
        Require(TickInterval > TimeSpan.Zero, $"The tick interval {TickInterval} is not positive.");
        Require(CoinGeckoDelay.IsValid, $"CoinGecko's delay of {CoinGeckoDelay} is not valid: it needs 0 ≤ least < most, in whole seconds.");
        Require(CoinPaprikaDelay.IsValid, $"CoinPaprika's delay of {CoinPaprikaDelay} is not valid: it needs 0 ≤ least < most, in whole seconds.");
        Require(CmcDelay.IsValid, $"CoinMarketCap's delay of {CmcDelay} is not valid: it needs 0 ≤ least < most, in whole seconds.");
        Require(CmcDexDelay.IsValid, $"The pools' delay of {CmcDexDelay} is not valid: it needs 0 ≤ least < most, in whole seconds.");
        Require(
            CmcPlans.Known.Contains(CmcPlan.Name),
            $"CoinMarketCap has no plan '{CmcPlan.Name}'. Known: {string.Join(", ", CmcPlans.Known)}.");
        Require(RecordedFolder is null || Directory.Exists(RecordedFolder), $"The folder of recorded bodies '{RecordedFolder}' does not exist.");
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new SimulatorException(otherwise);
    }
}
