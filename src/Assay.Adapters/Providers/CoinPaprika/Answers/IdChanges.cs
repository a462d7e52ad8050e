using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika.Answers;

/// <summary>Coins that have been given another id.</summary>
internal static class IdChanges
{
    public static readonly KnownAnswer Answer = new(new Endpoint("changelog/ids", ["$[].old_id", "$[].new_id"], []), isList: true, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body)
    {
        var (changes, rejections) = JsonRecords.Read(body, CoinPaprikaWireContext.Default.WireIdChange, (wire, _) => ToChange(wire));
        return new ParsedPage { IdChanges = changes, Rejections = rejections };
    }

    private static ProviderIdChange? ToChange(WireIdChange wire) =>
        RecordId.IsUsable(wire.OldId) && RecordId.IsUsable(wire.NewId) ? new ProviderIdChange(wire.OldId!, wire.NewId!, wire.ChangedAt) : null;
}

/// <summary>One row of <c>/changelog/ids</c>.</summary>
internal sealed record WireIdChange
{
    public string? OldId { get; init; }

    public string? NewId { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }
}
