namespace Assay.Simulator.Cmc;

/// <summary>CoinMarketCap's plans, each with what the ones before it have.</summary>
internal static class CmcPlans
{
    public const string Startup = "Startup";
    public const string Growth = "Growth";

    public static IReadOnlyList<string> Known { get; } = ["Basic", "Builder", Startup, Growth, "Professional", "Enterprise"];

    public static bool Includes(string plan, string needed) => Rank(plan) >= Rank(needed);

    /// <summary>How far back a plan tells of hours.</summary>
    public static TimeSpan HoursBack(string plan) => TimeSpan.FromDays(plan switch
    {
        Startup => 31,
        Growth => 92,
        "Professional" => 366,
        _ => 365_000,
    });

    private static int Rank(string plan) => Known.TakeWhile(name => name != plan).Count();
}
