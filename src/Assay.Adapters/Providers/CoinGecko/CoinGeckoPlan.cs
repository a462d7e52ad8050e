using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko;

/// <summary>A plan of CoinGecko's, by what it means to us.</summary>
/// <param name="Name">As in the settings.</param>
/// <param name="Address">Where its API is.</param>
/// <param name="Header">The header that the key stands in; null where it has none.</param>
/// <param name="Credits">Calls a month, as far as that is known.</param>
/// <param name="HistoryBack">How far back it answers; null where there is no end.</param>
internal sealed record CoinGeckoPlan(string Name, Uri Address, string? Header, long? Credits, TimeSpan? HistoryBack)
{
    /// <summary>Finer rows of an older time would take a call for each day.</summary>
    private static readonly TimeSpan FineBack = TimeSpan.FromDays(7);

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly Uri PublicApi = new("https://api.coingecko.com/api/v3");
    private static readonly Uri ProApi = new("https://pro-api.coingecko.com/api/v3");

    public static readonly CoinGeckoPlan Public = new("public", PublicApi, null, null, Year);
    public static readonly CoinGeckoPlan Demo = new("demo", PublicApi, "x-cg-demo-api-key", 10_000, Year);
    public static readonly CoinGeckoPlan Pro = new("pro", ProApi, "x-cg-pro-api-key", null, null); // it says itself how many calls, see the task quota

    public bool HasKey => Header is not null;

    public IReadOnlyList<HistoryReach> Reaches { get; } =
    [
        new(TimeSpan.FromMinutes(5), TimeSpan.FromDays(1), FineBack),
        new(TimeSpan.FromHours(1), TimeSpan.FromDays(90), HistoryBack),
    ];

    /// <exception cref="ProviderException">There is no such plan.</exception>
    public static CoinGeckoPlan Of(string? name) => name switch
    {
        null or "" or "public" => Public,
        "demo" => Demo,
        "pro" => Pro,
        _ => throw new ProviderException($"CoinGecko has no plan called '{name}'. Known: public, demo, pro."),
    };
}
