using System.Text;
using Assay.Adapters.Providers;
using Assay.Adapters.Providers.Binance;
using Assay.Adapters.Providers.CoinGecko;
using Assay.Adapters.Providers.CoinPaprika;
using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Providers;

/// <summary>Providers and payloads as the tests of parsing need them.</summary>
internal static class ProviderTestData
{
    public const string ApiKey = "CG-a-secret-key";

    public const string MarketsUrl = "https://api.coingecko.com/api/v3/coins/markets?vs_currency=usd&per_page=250";

    public static readonly DateTimeOffset FetchedAt = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public static CoinGeckoProvider CoinGecko(Uri? address = null) => new(Client(SourceId.CoinGecko, address), ApiKey, CoinGeckoPlan.Demo);

    public static CoinPaprikaProvider CoinPaprika(Uri? address = null) => new(Client(SourceId.CoinPaprika, address), ApiKey);

    public static BinanceProvider Binance(Uri? address = null) => new(Client(SourceId.Binance, address));

    /// <summary>All that it answers.</summary>
    public static async Task<List<RawPayload>> FetchAsync(IPolledProvider provider, FetchRequest request)
    {
        var payloads = new List<RawPayload>();
        await foreach (var payload in provider.FetchAsync(request, TestContext.Current.CancellationToken))
            payloads.Add(payload);
        return payloads;
    }

    /// <summary>What a server with these settings has.</summary>
    public static ServiceProvider Services(Dictionary<SourceId, ProviderSettings> settings) =>
        new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddProviders(settings).BuildServiceProvider();

    public static ServiceProvider Services(SourceId source, ProviderSettings settings) =>
        Services(new Dictionary<SourceId, ProviderSettings> { [source] = settings });

    public static IPolledProvider Polled(this ServiceProvider services) => (IPolledProvider)services.GetRequiredService<IProvider>();

    /// <summary>What CoinGecko's provider reads in an answer to this path.</summary>
    public static ParsedPage ParseGecko(string path, string body, int status = 200) => ParseGecko(path, Encoding.UTF8.GetBytes(body), status);

    public static ParsedPage ParseGecko(string path, byte[] body, int status = 200) => CoinGecko().Parse(GeckoPayload(path, body, status));

    public static RawPayload GeckoPayload(string path, byte[] body, int status = 200, DateTimeOffset? fetchedAt = null) =>
        Payload(SourceId.CoinGecko, "any", $"https://api.coingecko.com/api/v3/{path}", body, status) with { FetchedAt = fetchedAt ?? FetchedAt };

    /// <summary>What CoinPaprika's provider reads in an answer to this path.</summary>
    public static ParsedPage ParsePaprika(string path, string body, int status = 200) => ParsePaprika(path, Encoding.UTF8.GetBytes(body), status);

    public static ParsedPage ParsePaprika(string path, byte[] body, int status = 200) => CoinPaprika().Parse(PaprikaPayload(path, body, status));

    public static RawPayload PaprikaPayload(string path, byte[] body, int status = 200) =>
        Payload(SourceId.CoinPaprika, "any", $"https://api.coinpaprika.com/v1/{path}", body, status);

    public static ParsedPage ParseMarkets(string body, int status = 200) => ParseMarkets(Encoding.UTF8.GetBytes(body), status);

    public static ParsedPage ParseMarkets(byte[] body, int status = 200, string url = MarketsUrl) =>
        CoinGecko().Parse(Payload(SourceId.CoinGecko, FetchTask.Prices, url, body, status));

    public static ParsedPage ParseList(byte[] body) => ParseGecko("coins/list", body);

    public static ParsedPage ParseTickers(string body, int status = 200) => ParseTickers(Encoding.UTF8.GetBytes(body), status);

    public static ParsedPage ParseTickers(byte[] body, int status = 200, string path = "tickers?quotes=USD") => ParsePaprika(path, body, status);

    public static ParsedPage ParseTicker(string body) => ParsePaprika("tickers/ada-cardano?quotes=USD", body);

    public static ParsedPage ParseTicker(byte[] body) => ParsePaprika("tickers/ada-cardano?quotes=USD", body);

    public static RawPayload BinancePayload(string path, string body, int status = 200) =>
        Payload(SourceId.Binance, "any", $"https://api.binance.us/{path}", Encoding.UTF8.GetBytes(body), status);

    private static RawPayload Payload(SourceId source, string task, string url, byte[] body, int status) =>
        new() { Source = source, Task = task, Url = url, Status = status, Body = body, FetchedAt = FetchedAt };

    private static ApiClient Client(SourceId source, Uri? address) => new(source, ApiClient.CreateHttpClient(address ?? new Uri("http://127.0.0.1:1")),
        new ProviderSettings { CallsPerMinute = 600 }, TimeProvider.System, NullLogger.Instance);
}
