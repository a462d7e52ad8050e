using System.Runtime.CompilerServices;
using Assay.Providers;

namespace Assay.Adapters.Providers.Binance;

/// <summary>
/// The public API of Binance, by default that of Binance.US, where coins are traded for dollars. Only pairs against USD are asked for:
/// a USDT is worth about a dollar, which is not a dollar.
/// </summary>
internal sealed class BinanceProvider(ApiClient api) : IPolledProvider
{
    private const int PairsPerCall = 100; // keeps the address short

    private readonly KnownAnswers _answers = new("Binance", secret: null, Pairs.Answer, Tickers.Answer);

    /// <summary>The coins that are traded for dollars; null until we know.</summary>
    private volatile IReadOnlyList<string>? _coins;

    public SourceInfo Info { get; } = new(SourceId.Binance, "Binance.US", new Uri("https://www.binance.us"),
        "Data provided by Binance.US", new Uri("https://www.binance.us/terms-of-use"));

    public IReadOnlyList<string> Tasks { get; } = [FetchTask.Prices, FetchTask.Assets];

    public ApiStatus Status => api.Status;

    public CreditBudget Budget => api.Budget;

    public ParsedPage Parse(RawPayload payload) => _answers.Parse(payload);

    public Endpoint? EndpointOf(RawPayload payload) => _answers.EndpointOf(payload);

    public IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, CancellationToken cancellationToken) => request.Task switch
    {
        FetchTask.Prices => AskForPricesAsync(request, cancellationToken),
        FetchTask.Assets => AskForPairsAsync(request.Task, cancellationToken),
        _ => throw new ProviderException($"Binance does not offer the task '{request.Task}'. Known: {string.Join(", ", Tasks)}."),
    };

    private async IAsyncEnumerable<RawPayload> AskForPairsAsync(string task, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var payload = await api.GetAsync(task, Pairs.Path, Pairs.Path, cancellationToken);
        yield return payload;
        if (Parse(payload) is { Error: null } page)
            _coins = [.. page.Assets.Select(asset => asset.CoinId)];
    }

    /// <summary>Which pairs there are is asked once, and again with each list of coins or when a pair has gone.</summary>
    private async IAsyncEnumerable<RawPayload> AskForPricesAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_coins is null)
        {
            await foreach (var payload in AskForPairsAsync(request.Task, cancellationToken))
                yield return payload;
        }

        if (_coins is { Count: 0 })
            throw new ProviderException("Binance trades no coin for USD at this address. Set BINANCE_BASE_URL to one where it does, such as https://api.binance.us.");

        var coins = request.Top > 0 ? _coins ?? [] : (_coins ?? []).Intersect(request.Coins, StringComparer.Ordinal);
        foreach (var some in coins.Chunk(PairsPerCall))
        {
            var payload = await api.GetAsync(request.Task, Tickers.Path, Tickers.Path + Tickers.QueryFor(some), cancellationToken);
            yield return payload;
            if (payload.IsSuccess)
                continue;

            _coins = null; // one unknown pair spoils the question
            yield break;
        }
    }
}
