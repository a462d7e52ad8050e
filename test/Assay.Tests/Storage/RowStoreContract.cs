using System.Text;
using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every <see cref="IRowStore"/> must do.</summary>
public abstract class RowStoreContract : StoreContract
{
    private static readonly Random Chance = new(7);

    /// <summary>In the order of their code points: of these two, UTF-16 has the last one first.</summary>
    private static readonly string[] Names = ["a", "a-b", "ab", "é", "\uffee", "🚀"];

    public static TheoryData<string> Tables => [.. Table.All.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Rows_of_every_table_come_back_as_they_were_written_and_in_order(string name)
    {
        var table = Find(name);
        await WriteNamesAsync();
        var rows = RowsOf(table);

        await Store.Rows.WriteRowsAsync(table, [.. rows.AsEnumerable().Reverse()], Cancellation);

        AssertSame(table, rows, await ReadAsync(table));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Reading_goes_on_behind_any_key(string name)
    {
        var table = Find(name);
        await WriteNamesAsync();
        await Store.Rows.WriteRowsAsync(table, RowsOf(table), Cancellation);
        var all = await ReadAsync(table);

        for (var i = 0; i < all.Count; i++)
            AssertSame(table, all[(i + 1)..], await ReadAsync(table, all[i][..table.KeyLength]));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task The_last_row_is_the_one_with_the_greatest_key_and_an_empty_table_has_none(string name)
    {
        var table = Find(name);
        if (table != Table.Sources)
            Assert.Null(await Store.Rows.FindLastRowAsync(table, Cancellation));
        await WriteNamesAsync();
        await Store.Rows.WriteRowsAsync(table, RowsOf(table), Cancellation);
        var all = await ReadAsync(table);

        AssertSame(table, [all[^1]], [(await Store.Rows.FindLastRowAsync(table, Cancellation))!]);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_row_with_the_key_of_another_replaces_it(string name)
    {
        var table = Find(name);
        await WriteNamesAsync();
        var rows = RowsOf(table);
        await Store.Rows.WriteRowsAsync(table, rows, Cancellation);
        await Store.Rows.DeleteRowsAsync(table, rows[..1], Cancellation);
        object?[] changed = [.. rows[1].Take(table.KeyLength), .. rows[0].Skip(table.KeyLength)];

        await Store.Rows.WriteRowsAsync(table, [changed], Cancellation);

        AssertSame(table, [changed, .. rows[2..]], await ReadAsync(table, rows[0][..table.KeyLength]));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Rows_are_removed_by_their_key_and_those_that_are_not_there_are_passed_over(string name)
    {
        var table = Find(name);
        await WriteNamesAsync();
        var rows = RowsOf(table);
        await Store.Rows.WriteRowsAsync(table, rows[1..], Cancellation);

        await Store.Rows.DeleteRowsAsync(table, rows[..2], Cancellation);

        AssertSame(table, rows[2..], await ReadAsync(table));
    }

    [Fact]
    public async Task Many_rows_come_whole_and_in_order_though_they_are_read_in_pieces()
    {
        await WriteNamesAsync();
        List<object?[]> rows =
        [
            .. from asset in new[] { "a", "ab", "🚀" }
               from source in new[] { "a", "é" }
               from minute in Enumerable.Range(0, 2500)
               select new object?[] { asset, source, Noon.AddMinutes(minute), Noon, minute + 0.5, null, 0.0 },
        ];
        await Store.Rows.WriteRowsAsync(Table.Quotes, rows, Cancellation);

        AssertSame(Table.Quotes, rows, await ReadAsync(Table.Quotes));
        AssertSame(Table.Quotes, rows[9999..], await ReadAsync(Table.Quotes, ["ab", "é", Noon.AddMinutes(2498)]));
        AssertSame(Table.Quotes, rows[5000..], await ReadAsync(Table.Quotes, ["a-b", "a", Noon]));
    }

    [Fact]
    public async Task What_the_other_seams_wrote_is_found_and_what_is_written_is_found_by_them()
    {
        await Store.Market.CommitAsync(Make.Identities(Bitcoin, Ether), Cancellation);
        await Store.Market.CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, 2)), Cancellation);
        AssertSame(Table.Quotes, [["bitcoin", "coingecko", Noon, Noon.AddSeconds(5), 2.0, null, null]], await ReadAsync(Table.Quotes));

        await Store.Rows.WriteRowsAsync(Table.Quotes, [["ethereum", "coingecko", Noon, Noon, 3.0, null, null]], Cancellation);

        Assert.Equal([3.0], await Store.History.ReadNewestPricesAsync(Gecko, Ether, 10, Cancellation));
    }

    [Fact]
    public async Task Runs_are_counted_whether_they_were_begun_or_written_as_rows()
    {
        var run = Make.Run(1);
        await Store.Runs.BeginAsync(run, Cancellation);
        var row = Assert.Single(await ReadAsync(Table.Runs));
        object?[] ended = [row[0], row[1], row[2], RunStatus.Success, row[4], Noon.AddMinutes(2), 100L, 3L, null, row[9]];

        await Store.Rows.WriteRowsAsync(Table.Runs, [ended], Cancellation);

        var tally = Assert.Single(await Store.Runs.TallyAsync(Cancellation));
        Assert.Equal((1, 1, 0, 100), (tally.TotalRuns, tally.Succeeded, tally.Failed, tally.RecordsProcessed));
        Assert.Equal((Noon.AddMinutes(2), RunStatus.Success), (tally.LastSuccess, tally.LastStatus));
    }

    [Fact]
    public async Task Another_program_notices_that_rows_were_written()
    {
        await using var other = OpenAgain();
        await other.Market.HasChangedElsewhereAsync(Cancellation);
        Assert.False(await other.Market.HasChangedElsewhereAsync(Cancellation));

        await WriteNamesAsync();

        Assert.True(await other.Market.HasChangedElsewhereAsync(Cancellation));
    }

    [Fact]
    public async Task A_row_of_an_asset_that_is_not_there_is_refused_with_all_the_others()
    {
        await WriteNamesAsync();
        object?[] good = ["a", "a", Noon, Noon, 1.0, null, null];

        await Assert.ThrowsAsync<StoreException>(() => Store.Rows.WriteRowsAsync(Table.Quotes, [good, ["nobody", "a", Noon, Noon, 1.0, null, null]], Cancellation));

        Assert.Empty(await ReadAsync(Table.Quotes));
    }

    private static Table Find(string name) => Table.All.Single(table => table.Name == name);

    private async Task WriteNamesAsync()
    {
        await Store.Rows.WriteRowsAsync(Table.Sources, RowsOf(Table.Sources), Cancellation);
        await Store.Rows.WriteRowsAsync(Table.Assets, RowsOf(Table.Assets), Cancellation);
    }

    private async Task<List<object?[]>> ReadAsync(Table table, IReadOnlyList<object?>? after = null) =>
        await Store.Rows.ReadRowsAsync(table, after, Cancellation).ToListAsync(Cancellation);

    /// <summary>Rows with every column filled, and all that may be missing missing, in the order of their keys.</summary>
    private static List<object?[]> RowsOf(Table table)
    {
        var rows = new List<object?[]>();
        for (var i = 0; i < 2 * Names.Length; i++)
        {
            var isBare = i % 2 == 1;
            rows.Add([.. table.Columns.Select((column, place) => place < table.KeyLength ? KeyValue(column, i, place > 0 && place == table.KeyLength - 1) : Value(table, column, i, isBare))]);
        }

        // Names alone tell fewer rows apart than names with a time or a number.
        return [.. rows.DistinctBy(row => string.Join('\n', row.Take(table.KeyLength)))];
    }

    /// <summary>Keys that begin alike in pairs and differ in their last column.</summary>
    private static object KeyValue(Column column, int number, bool isLast) => column.Kind switch
    {
        ColumnKind.Source or ColumnKind.Asset or ColumnKind.Text => Names[isLast && number % 2 == 0 ? 0 : number / 2],
        ColumnKind.Whole => (long)number,
        ColumnKind.Number => number + 0.25,
        ColumnKind.Time => Noon.AddMilliseconds(isLast ? number : number / 2),
        ColumnKind.Id => new Guid($"0000000{number:x}-0000-7000-8000-00000000000{15 - number:x}"),
        var kind => throw new NotSupportedException($"No key has {kind}."),
    };

    private static object? Value(Table table, Column column, int number, bool isBare)
    {
        if (isBare && MayBeMissing(table, column))
            return null;

        return column.Kind switch
        {
            ColumnKind.Source or ColumnKind.Asset => Names[number / 2],
            ColumnKind.Text => $"{column.Name} {Names[number / 2]} {number}",
            ColumnKind.Whole => number + (column.Name.EndsWith("length", StringComparison.Ordinal) || column.Name.EndsWith("offset", StringComparison.Ordinal) ? 5_000_000_000 : 100),
            ColumnKind.Number => new[] { 0.1 + 0.2, double.MaxValue, double.Epsilon, -99.99999999999999 }[number % 4],
            ColumnKind.Time => Noon.AddDays(number).AddMilliseconds(1),
            ColumnKind.Id => new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            ColumnKind.Bytes => Body(),
            ColumnKind.Json => $$"""{"{{column.Name}}":  [{{number}}, "ü", 1.0e5]}""",
            var kind => throw new NotSupportedException($"{kind}"),
        };
    }

    private static byte[] Body()
    {
        var body = new byte[3000];
        Chance.NextBytes(body);
        return body;
    }

    /// <summary>What the program itself may leave out, so that every store has to take it.</summary>
    private static bool MayBeMissing(Table table, Column column) => (table.Name, column.Name) switch
    {
        ("sources", _) => true,
        ("assets", "symbol") => true,
        ("asset_links", "valid_to") => true,
        ("runs", "finished_at" or "error") => true,
        ("raw_payloads", "content_type" or "body_gzip") => true,
        ("raw_payloads", _) => column.Name.StartsWith("file_", StringComparison.Ordinal),
        ("quotes" or "quote_corrections", "market_cap" or "volume_24h") => true,
        ("latest_quotes", _) => column.Kind is ColumnKind.Number or ColumnKind.Whole && column.Name != "price",
        ("candles", "volume" or "samples") => true,
        ("rejected_records", "run_id" or "payload_id" or "coin_id") => true,
        _ => false,
    };

    private static void AssertSame(Table table, IReadOnlyList<object?[]> expected, IReadOnlyList<object?[]> found) =>
        Assert.Equal(expected.Select(row => Describe(table, row)), found.Select(row => Describe(table, row)));

    private static string Describe(Table table, object?[] row)
    {
        Assert.Equal(table.Columns.Count, row.Length);
        var text = new StringBuilder();
        foreach (var value in row)
        {
            text.Append(value switch
            {
                null => "null",
                byte[] bytes => $"{bytes.GetType().Name} {Convert.ToHexString(bytes)}",
                DateTimeOffset time => $"{time.GetType().Name} {time:O}",
                double number => FormattableString.Invariant($"Double {number:R}"),
                _ => $"{value.GetType().Name} {value}",
            }).Append(" | ");
        }

        return text.ToString();
    }
}
