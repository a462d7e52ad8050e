using Assay.Providers;
using Assay.Storage;
using Microsoft.Extensions.Logging;

namespace Assay.Drift;

/// <summary>Remembers the shape of the answers of each endpoint and notices when it changes, each change once. For one answer at a time: the pipeline asks while it writes.</summary>
public sealed class DriftWatch(IRowStore rows, ILogger<DriftWatch> logger)
{
    private Dictionary<(string Source, string Endpoint), Shape>? _known;

    /// <summary>What an answer brings that was not known. Nothing is remembered before <see cref="Learn"/>.</summary>
    public async Task<Sighting?> LookAsync(RawPayload payload, Endpoint endpoint, Shape seen, CancellationToken cancellationToken)
    {
        var known = (await KnownAsync(cancellationToken)).GetValueOrDefault((payload.Source.Name, endpoint.Name));
        var shape = known?.With(seen) ?? seen;
        if (known is not null && shape.ToJson() == known.ToJson())
            return null;
        return new Sighting(payload.Source, endpoint, shape, known is null ? [] : ShapeChange.Between(known, seen));
    }

    /// <summary>Remembers what was stored.</summary>
    public void Learn(Sighting sighting)
    {
        _known![(sighting.Source.Name, sighting.Endpoint.Name)] = sighting.Shape;
        foreach (var change in sighting.Changes)
            logger.Drifted(sighting.Source.Name, sighting.Endpoint.Name, change.Change, change.Path, change.Old, change.Now);
    }

    private async Task<Dictionary<(string Source, string Endpoint), Shape>> KnownAsync(CancellationToken cancellationToken) =>
        _known ??= await rows.ReadRowsAsync(Table.Shapes, after: null, cancellationToken)
            .ToDictionaryAsync(row => ((string)row[0]!, (string)row[1]!), row => Shape.Parse((string)row[3]!), cancellationToken: cancellationToken);
}

/// <summary>An answer whose shape tells something new.</summary>
/// <param name="Source">Whose.</param>
/// <param name="Endpoint">Which.</param>
/// <param name="Shape">All that is known now.</param>
/// <param name="Changes">What has changed; empty where something is only better known.</param>
public sealed record Sighting(SourceId Source, Endpoint Endpoint, Shape Shape, IReadOnlyList<ShapeChange> Changes)
{
    /// <summary>As it is stored with the page of the payload.</summary>
    public IEnumerable<TableRow> ToRows(long payload, DateTimeOffset recordedAt)
    {
        yield return new TableRow(Table.Shapes, [Source.Name, Endpoint.Name, recordedAt, Shape.ToJson()]);
        for (var place = 0; place < Changes.Count; place++)
        {
            var change = Changes[place];
            yield return new TableRow(Table.DriftEvents,
            [
                RejectedRecord.NumberOf(payload, place), Source.Name, Endpoint.Name, change.Path, change.Change, change.Old, change.Now, change.Example,
                Endpoint.Needed.Contains(change.Path) && change.Change != ShapeChange.New ? 1L : 0L, payload, recordedAt,
            ]);
        }
    }
}
