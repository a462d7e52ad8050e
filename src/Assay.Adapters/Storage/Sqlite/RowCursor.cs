using System.Text;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Walks through the rows of a table in the order of their key, a piece at a time.</summary>
/// <remarks>
/// A key that begins with names is walked name by name: the rows themselves lie in the order of the numbers that stand for the names, and
/// to sort a history would take all of it into memory.
/// </remarks>
internal sealed class RowCursor
{
    private const int MostRows = 2000;
    private const int MostBytes = 8 << 20;

    private readonly RowSql _sql;
    private readonly List<Name>[] _names;
    private readonly int _parts;
    private int _part;
    private object?[]? _after;

    public RowCursor(Connection connection, Table table, IReadOnlyList<object?>? after)
    {
        _sql = RowSql.Of(table);
        _names = [.. _sql.Leading.Select(column => ReadNames(connection, column.Kind))];
        _parts = _names.Aggregate(1, (parts, names) => parts * names.Count);
        if (after is not null)
            Skip(after);
    }

    public bool IsAtEnd => _part >= _parts;

    /// <summary>The next rows; there may be none though it is not at its end.</summary>
    public List<object?[]> ReadPiece(Connection connection)
    {
        var rows = new List<object?[]>();
        var bytes = 0;
        for (var tries = 0; tries < MostRows && rows.Count < MostRows && bytes < MostBytes && !IsAtEnd; tries++)
            ReadPart(connection, rows, ref bytes);
        return rows;
    }

    public object?[]? FindLast(Connection connection)
    {
        for (var part = _parts - 1; part >= 0; part--)
        {
            using var found = BindPart(connection.Prepare(_sql.SelectLast), part).Query();
            if (found.Read())
                return ReadRow(found, part);
        }

        return null;
    }

    /// <summary>Goes to the first row whose key is greater, whether or not there is one with this key.</summary>
    private void Skip(IReadOnlyList<object?> key)
    {
        var isThere = true;
        for (var i = 0; i < _names.Length; i++)
        {
            var name = (string)key[i]!;
            var place = isThere ? _names[i].Count(other => CompareCodePoints(other.Text, name) < 0) : 0;
            isThere = isThere && place < _names[i].Count && _names[i][place].Text == name;
            _part = _part * _names[i].Count + place;
        }

        if (isThere && _sql.RestKey == 0)
            _part++;
        else if (isThere)
            _after = [.. key.Skip(_names.Length).Take(_sql.RestKey)];
    }

    private void ReadPart(Connection connection, List<object?[]> rows, ref int bytes)
    {
        var statement = BindPart(connection.Prepare(_after is null ? _sql.SelectFirst : _sql.SelectAfter), _part);
        foreach (var value in _after ?? [])
            statement.BindValue(value);
        statement.Bind(MostRows - rows.Count);

        using var found = statement.Query();
        while (rows.Count < MostRows && bytes < MostBytes)
        {
            if (!found.Read())
            {
                (_part, _after) = (_part + 1, null);
                return;
            }

            var row = ReadRow(found, _part);
            rows.Add(row);
            bytes += row.Sum(value => value is byte[] body ? body.Length : 0);
        }

        if (_sql.RestKey == 0)
            _part++;
        else
            _after = rows[^1][_names.Length..(_names.Length + _sql.RestKey)];
    }

    private Statement BindPart(Statement statement, int part)
    {
        for (var i = 0; i < _names.Length; i++)
            statement.Bind(NameOf(part, i).Number);
        return statement;
    }

    private object?[] ReadRow(Rows rows, int part)
    {
        var row = new object?[_names.Length + _sql.Following.Count];
        for (var i = 0; i < _names.Length; i++)
            row[i] = NameOf(part, i).Text;
        for (var i = 0; i < _sql.Following.Count; i++)
            row[_names.Length + i] = rows.Value(i, _sql.Following[i].Kind);
        return row;
    }

    /// <summary>The parts are counted like the figures of a number, the last name being the one that changes fastest.</summary>
    private Name NameOf(int part, int column)
    {
        for (var i = _names.Length - 1; i > column; i--)
            part /= _names[i].Count;
        return _names[column][part % _names[column].Count];
    }

    private static List<Name> ReadNames(Connection connection, ColumnKind kind)
    {
        var names = new List<Name>();
        using var rows = connection.Prepare(
            kind == ColumnKind.Source ? "SELECT id, name FROM sources ORDER BY name" : "SELECT id, slug FROM assets ORDER BY slug").Query();
        while (rows.Read())
            names.Add(new Name(rows.Int64(0), rows.Text(1)));
        return names;
    }

    private static int CompareCodePoints(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    private readonly record struct Name(long Number, string Text);
}
