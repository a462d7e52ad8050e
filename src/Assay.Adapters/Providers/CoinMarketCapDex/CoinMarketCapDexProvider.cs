using System.Net;
using System.Runtime.CompilerServices;
using Assay.Adapters.Providers.CoinMarketCap;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCapDex;

/// <summary>CoinMarketCap's API for decentralised exchanges: pools, and out of them the prices of listed tokens.</summary>
internal sealed class CoinMarketCapDexProvider(Connection connection, TimeProvider clock) : IPolledProvider
{
    private const int AddressesPerCall = 50; // keeps the address below 4 kB

    private readonly AnswerReader _answers = new("CoinMarketCap DEX", connection.ApiKey, Endpoints.All);
    private readonly Rests _rests = new(clock);

    public SourceInfo Info { get; } = new(SourceId.CoinMarketCapDex, "CoinMarketCap DEX", new Uri("https://coinmarketcap.com"),
        "Data provided by CoinMarketCap.com", new Uri("https://coinmarketcap.com/api/terms/"));

    public IReadOnlyList<string> Tasks { get; } = connection.HasKey ? [FetchTask.Dex, FetchTask.Quota] : [FetchTask.Dex];

    public ApiStatus Status => connection.Api.Status;

    public CreditBudget Budget => connection.Api.Budget;

    public Endpoint? EndpointOf(RawPayload payload) => _answers.EndpointOf(payload);

    public ParsedPage Parse(RawPayload payload) => _answers.Parse(payload);

    public async IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Tasks.Contains(request.Task))
            throw new ProviderException($"CoinMarketCap DEX does not offer the task '{request.Task}'. Known: {string.Join(", ", Tasks)}.");

        var payloads = request.Task == FetchTask.Quota ? FetchQuotaAsync(cancellationToken) : FetchPoolsAsync(request, cancellationToken);
        await foreach (var payload in payloads)
        {
            yield return payload;
            if (IsRefusal(payload))
                yield break;
        }
    }

    private async IAsyncEnumerable<RawPayload> FetchQuotaAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await connection.GetQuotaAsync(cancellationToken);
    }

    private async IAsyncEnumerable<RawPayload> FetchPoolsAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var query in Venue.WellKnown.Select(venue => venue.Query))
        {
            if (_rests.IsResting(query))
                continue;

            var payload = await connection.GetAsync(request.Task, Endpoints.SpotPairs, query, cancellationToken);
            yield return payload;
            if (payload.Status is (int)HttpStatusCode.BadRequest or (int)HttpStatusCode.NotFound)
                _rests.Begin(query);
        }

        foreach (var query in QueriesFor(request.Coins))
            yield return await connection.GetAsync(request.Task, Endpoints.PairQuotes, query, cancellationToken);

        if (await TryGetNetworksAsync(request.Task, cancellationToken) is { } networks)
            yield return networks;
    }

    /// <summary>The list hardly ever changes, needs a key, and often fails, which must not cost us the pools.</summary>
    private async Task<RawPayload?> TryGetNetworksAsync(string task, CancellationToken cancellationToken)
    {
        if (!connection.HasKey || _rests.IsResting(Endpoints.Networks))
            return null;

        _rests.Begin(Endpoints.Networks);
        try
        {
            return await connection.GetAsync(task, Endpoints.Networks, "?start=1&limit=500", cancellationToken);
        }
        catch (ProviderException)
        {
            return null; // the API's status has the error
        }
    }

    /// <summary>One call for the pools of one network, which are spelt <c>network:address</c>. Other coins have no pool of their own.</summary>
    private static IEnumerable<string> QueriesFor(IEnumerable<string> coins) =>
        from coin in coins.Distinct(StringComparer.Ordinal)
        let parts = coin.Split(':', 2)
        where parts is [{ Length: > 0 }, { Length: > 0 }]
        group Uri.EscapeDataString(parts[1]) by Venue.NetworkQuery(parts[0]) into pools
        from chunk in pools.Chunk(AddressesPerCall)
        select $"?{pools.Key}&contract_address={string.Join(',', chunk)}&skip_invalid=true";

    /// <summary>An exchange that cannot be asked for says nothing against the next one; a key or a plan that is refused does.</summary>
    private static bool IsRefusal(RawPayload payload) =>
        (Envelope.Read(payload.Body).ErrorCode ?? payload.Status) is 401 or 402 or 403 or 429 or (> 1000 and < 1100);
}
