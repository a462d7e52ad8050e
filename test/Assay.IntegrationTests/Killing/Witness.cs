using System.Collections.Concurrent;
using System.Text.Json;

namespace Assay.IntegrationTests.Killing;

internal readonly record struct ServedPrice(string Source, string Coin, long ObservedAt, double Price);

/// <summary>A client that reads /data page by page and remembers every price it was told.</summary>
internal sealed class Witness
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<ServedPrice, bool> _served = new();

    public IReadOnlyCollection<ServedPrice> Served => [.. _served.Keys];

    /// <summary>Reads until the server is gone.</summary>
    public async Task WatchAsync(Uri server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = server };
        try
        {
            for (var page = 1; ; page++)
            {
                var body = JsonElement.Parse(await client.GetStringAsync($"/data?page_size=100&page={page}", cancellationToken));
                foreach (var row in body.GetProperty("data").EnumerateArray())
                    Remember(row);
                if (page >= body.GetProperty("metadata").GetProperty("total_pages").GetInt32())
                    page = 0;
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or System.Net.Sockets.SocketException)
        {
            // It was killed in the middle of an answer, as intended.
        }
    }

    private void Remember(JsonElement row)
    {
        var source = row.GetProperty("source").GetString()!;
        _served.TryAdd(new ServedPrice(
            source,
            row.GetProperty(source == "consensus" ? "asset_id" : "coin_id").GetString()!,
            row.GetProperty("last_updated").GetDateTimeOffset().ToUnixTimeMilliseconds(),
            row.GetProperty("current_price").GetDouble()), true);
    }
}
