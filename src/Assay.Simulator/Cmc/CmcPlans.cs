namespace Assay.Simulator.Cmc;

/// <summary>CoinMarketCap's plans, each with what the ones before it have.</summary>
internal static class CmcPlans
{
    public const string Startup = "Startup";
    public const string Growth = "Growth";

    public static IReadOnlyList<string> Known { get; } = ["Basic", "Builder", Startup, Growth, "Professional", "Enterprise"];

    public static bool Includes(string plan, string needed) => Rank(plan) >= Rank(needed);

    private static int Rank(string plan) => Known.TakeWhile(name => name != plan).Count();
}
