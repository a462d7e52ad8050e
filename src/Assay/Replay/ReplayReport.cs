namespace Assay.Replay;

/// <summary>What a replay found. Filled while it goes on, to be read when it has ended.</summary>
public sealed class ReplayReport
{
    private const int MostExamples = 5;

    private readonly Dictionary<string, TableChanges> _tables = [];
    private readonly Dictionary<string, int> _passedOver = [];

    public int Payloads { get; private set; }

    /// <summary>Payloads that nobody could read, because their source is switched off, by source. The rows that came from them are left alone.</summary>
    public IReadOnlyDictionary<string, int> PassedOver => _passedOver;

    /// <summary>Tables in which rows differ.</summary>
    public IReadOnlyCollection<TableChanges> Tables => _tables.Values;

    public long Changes => _tables.Values.Sum(table => table.Added + table.Changed + table.Removed);

    internal void CountPayload() => Payloads++;

    internal void PassOver(SourceId source) => _passedOver[source.Name] = _passedOver.GetValueOrDefault(source.Name) + 1;

    internal void Add(Difference difference)
    {
        var name = difference.Table.Name;
        var before = _tables.GetValueOrDefault(name, new TableChanges(name, 0, 0, 0, []));
        var (now, count) = difference switch
        {
            { Stored: null } => (before with { Added = before.Added + 1 }, before.Added),
            { Rebuilt: null } => (before with { Removed = before.Removed + 1 }, before.Removed),
            _ => (before with { Changed = before.Changed + 1 }, before.Changed),
        };
        _tables[name] = count < MostExamples ? now with { Examples = [.. now.Examples, difference.ToString()] } : now;
    }
}

/// <param name="Table">Its name.</param>
/// <param name="Added">Rows that were missing.</param>
/// <param name="Changed">Rows that had other values.</param>
/// <param name="Removed">Rows that should not be there.</param>
/// <param name="Examples">The first of each, in words.</param>
public sealed record TableChanges(string Table, long Added, long Changed, long Removed, IReadOnlyList<string> Examples);
