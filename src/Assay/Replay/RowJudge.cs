using Assay.Candles;
using Assay.Storage;

namespace Assay.Replay;

/// <summary>Tells whether a stored row and the one that a replay made in its place differ in a way that the replay can speak about.</summary>
internal sealed class RowJudge
{
    /// <summary>Tables that a replay begins with; it only adds to them what it learns.</summary>
    public static readonly IReadOnlyList<Table> Identities = [Table.Sources, Table.Assets, Table.AssetContracts, Table.AssetLinks];

    private static readonly string[] Times = ["recorded_at", "superseded_at", "from", "to"];
    private static readonly int Revision = IndexOf(Table.Candles, "revision");
    private static readonly int Method = IndexOf(Table.Candles, "method");
    private static readonly int Offset = IndexOf(Table.ImportedFiles, "offset");

    private readonly Table _table;
    private readonly ReplayScope _scope;
    private readonly HashSet<string> _seed;
    private readonly int _source;
    private readonly int _aged;
    private readonly int[] _times;

    /// <param name="table">Whose rows are judged.</param>
    /// <param name="scope">What was replayed.</param>
    /// <param name="seed">The rows of <see cref="Identities"/> with which the replay began, as <see cref="TextOf"/> gives them.</param>
    public RowJudge(Table table, ReplayScope scope, HashSet<string> seed)
    {
        (_table, _scope, _seed) = (table, scope, seed);
        _source = IndexOf(table, "source");
        _aged = table == Table.Candles ? IndexOf(table, "opened_at") : table == Table.LatestQuotes ? -1 : IndexOf(table, table == Table.ConsensusEvidence ? "recorded_at" : "observed_at");
        _times = [.. Times.Select(name => IndexOf(table, name)).Where(index => index >= 0)];
    }

    public static string TextOf(Table table, object?[] row) => $"{table.Name}\n{string.Join('\n', row)}";

    public Difference? Judge(object?[]? stored, object?[]? rebuilt)
    {
        if (Identities.Contains(_table))
            return JudgeIdentity(stored, rebuilt);
        if (stored is null)
            return MayBeMissing(rebuilt!) ? null : new Difference(_table, null, rebuilt);
        if (_table == Table.ImportedFiles)
            return rebuilt is not null && (long)rebuilt[Offset]! > (long)stored[Offset]! ? new Difference(_table, stored, rebuilt) : null;
        if (!IsCovered(stored))
            return null;
        if (_table == Table.Candles && rebuilt is not null)
            rebuilt = WithRevision(stored, rebuilt);
        return rebuilt is not null && rebuilt.SequenceEqual(stored) ? null : new Difference(_table, stored, rebuilt);
    }

    private Difference? JudgeIdentity(object?[]? stored, object?[]? rebuilt)
    {
        if (rebuilt is null)
            return null; // learned since

        var isSeed = _seed.Contains(TextOf(_table, rebuilt));
        return isSeed || (stored is not null && rebuilt.SequenceEqual(stored)) ? null : new Difference(_table, stored, rebuilt);
    }

    /// <summary>Coverage and imported files are judged only when everything was replayed, so they miss nothing without a reason.</summary>
    private bool MayBeMissing(object?[] rebuilt)
    {
        if (_table == Table.Coverage || _table == Table.ImportedFiles)
            return false;
        return !IsCovered(rebuilt) || (_aged >= 0 && _scope.IsRemoved((DateTimeOffset)rebuilt[_aged]!));
    }

    private bool IsCovered(object?[] row)
    {
        var source = _table == Table.ConsensusEvidence ? SourceId.Consensus : new SourceId((string)row[_source]!);
        // One that was made can be made again only where all is there that it was made of.
        if (_table == Table.Candles && (string)row[Method]! != CandleMethod.Native.Name && !_scope.HoldsAllSince((DateTimeOffset)row[_aged]!))
            return false;
        return Array.TrueForAll(_times, index => _scope.Covers(source, (DateTimeOffset)row[index]!));
    }

    /// <summary>A revision is never taken back: earlier ones may have come from payloads that are gone.</summary>
    private static object?[] WithRevision(object?[] stored, object?[] rebuilt)
    {
        object?[] same = [.. rebuilt];
        same[Revision] = stored[Revision];
        if (same.SequenceEqual(stored))
            return same;

        same[Revision] = Math.Max((long)stored[Revision]! + 1, (long)rebuilt[Revision]!);
        return same;
    }

    private static int IndexOf(Table table, string column) => table.Columns.ToList().FindIndex(other => other.Name == column);
}
