using System.Collections.Concurrent;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>What is not asked again for a day: the plan does not have it, the source knows no such thing, or it hardly changes.</summary>
internal sealed class Rests(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    public bool IsResting(string call) => _until.TryGetValue(call, out var until) && clock.GetUtcNow() < until;

    public void Begin(string call) => _until[call] = clock.GetUtcNow().AddDays(1);
}
