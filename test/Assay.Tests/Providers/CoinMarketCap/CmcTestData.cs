using System.Text;
using Assay.Adapters.Providers;
using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Assay.Tests.Providers.CoinMarketCap;

/// <summary>CoinMarketCap's two providers, made as the program makes them, and payloads of theirs.</summary>
internal static class CmcTestData
{
    public const string ApiKey = "a-canary-that-must-not-sing";

    public const string Listings = "v3/cryptocurrency/listings/latest";
    public const string Quotes = "v3/cryptocurrency/quotes/latest";
    public const string SpotPairs = "v4/dex/spot-pairs/latest";

    /// <summary>A minute after the recordings of September 2026 were made.</summary>
    public static readonly DateTimeOffset FetchedAt = new(2026, 9, 24, 16, 8, 0, TimeSpan.Zero);

    private static readonly IPolledProvider Market = Provider(SourceId.CoinMarketCap);
    private static readonly IPolledProvider Dex = Provider(SourceId.CoinMarketCapDex);

    public static IPolledProvider Provider(SourceId source, string? apiKey = ApiKey, Uri? address = null, TimeProvider? clock = null, long? monthlyCredits = null)
    {
        var settings = new ProviderSettings { ApiKey = apiKey, BaseUrl = address, CallsPerMinute = 600, MonthlyCredits = monthlyCredits };
        // Not disposed of: it holds nothing but the provider.
        var services = new ServiceCollection().AddLogging().AddSingleton(clock ?? TimeProvider.System)
            .AddProviders(new Dictionary<SourceId, ProviderSettings> { [source] = settings }).BuildServiceProvider();
        return Assert.IsType<IPolledProvider>(services.GetRequiredService<IProvider>(), exactMatch: false);
    }

    public static ParsedPage Parse(string endpoint, string body, int status = 200) => Parse(endpoint, Encoding.UTF8.GetBytes(body), status);

    public static ParsedPage Parse(string endpoint, byte[] body, int status = 200) => SourceOf(endpoint).Parse(Payload(endpoint, body, status));

    public static ParsedPage ParseRecorded(string endpoint, string recording) => Parse(endpoint, Recordings.Read(recording));

    public static RawPayload Payload(string endpoint, byte[] body, int status = 200) => new()
    {
        Source = endpoint.StartsWith("v4/dex", StringComparison.Ordinal) ? SourceId.CoinMarketCapDex : SourceId.CoinMarketCap,
        Task = FetchTask.Prices,
        Url = $"https://pro-api.coinmarketcap.com/public-api/{endpoint}?start=1",
        Status = status,
        Body = body,
        FetchedAt = FetchedAt,
    };

    public static RawPayload Payload(string endpoint, string body, int status = 200) => Payload(endpoint, Encoding.UTF8.GetBytes(body), status);

    public static async Task<List<RawPayload>> FetchAsync(IPolledProvider provider, string task, int top = 0, params string[] coins)
    {
        var payloads = new List<RawPayload>();
        await foreach (var payload in provider.FetchAsync(new FetchRequest(task, top, coins), TestContext.Current.CancellationToken))
            payloads.Add(payload);
        return payloads;
    }

    /// <summary>An answer with as many coins, numbered from the first.</summary>
    public static string Coins(int first, int count) => Answer($"[{string.Join(',', Enumerable.Range(first, count).Select(id => $$"""{"id":{{id}}}"""))}]");

    /// <summary>An answer that went well.</summary>
    public static string Answer(string data) => $$$"""{"data":{{{data}}},"status":{"error_code":"0","error_message":"","credit_count":1}}""";

    public static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static IPolledProvider SourceOf(string endpoint) => endpoint.StartsWith("v4/dex", StringComparison.Ordinal) ? Dex : Market;
}
