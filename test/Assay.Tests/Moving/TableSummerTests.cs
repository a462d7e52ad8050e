using Assay.Moving;
using Assay.Storage;
using Assay.Tests.Storage;

namespace Assay.Tests.Moving;

public sealed class TableSummerTests
{
    private static readonly object?[] Quote = ["bitcoin", "coingecko", Make.Noon, Make.Noon, 0.1 + 0.2, null, 5.0];
    private static readonly object?[] Payload =
        [1L, new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), "coingecko", "prices", "url", 200L, "", "sha", Make.Noon, null, null, null, null, null, new byte[] { 1, 2 }];

    [Fact]
    public void The_order_of_the_rows_does_not_count()
    {
        object?[] other = ["ethereum", .. Quote[1..]];

        Assert.Equal(Sum(Table.Quotes, Quote, other), Sum(Table.Quotes, other, Quote));
        Assert.NotEqual(Sum(Table.Quotes, Quote, other), Sum(Table.Quotes, Quote, Quote));
    }

    [Fact]
    public void Every_value_counts()
    {
        var original = Sum(Table.RawPayloads, Payload);
        for (var i = 0; i < Payload.Length; i++)
        {
            object?[] changed = [.. Payload];
            changed[i] = Payload[i] switch
            {
                null => 0L,
                string text => text + "x",
                long whole => whole + 1,
                DateTimeOffset time => time.AddMilliseconds(1),
                byte[] bytes => (byte[])[.. bytes, 0],
                _ => Guid.Empty,
            };
            Assert.NotEqual(original, Sum(Table.RawPayloads, changed));
        }
    }

    [Fact]
    public void A_number_counts_to_its_last_bit()
    {
        object?[] other = [.. Quote[..4], 0.3, .. Quote[5..]];

        Assert.NotEqual(Sum(Table.Quotes, Quote), Sum(Table.Quotes, other));
    }

    [Fact]
    public void Neighbouring_texts_are_not_taken_for_one_another_nor_nothing_for_an_empty_text()
    {
        Assert.NotEqual(Sum(Table.Assets, ["ab", "c", "x"]), Sum(Table.Assets, ["a", "bc", "x"]));
        Assert.NotEqual(Sum(Table.Assets, ["a", "", "x"]), Sum(Table.Assets, ["a", null, "x"]));
    }

    [Fact]
    public void No_rows_sum_up_to_nothing() => Assert.Equal(new TableSum("assets", 0, "0000000000000000"), Sum(Table.Assets));

    private static TableSum Sum(Table table, params object?[][] rows)
    {
        var summer = new TableSummer(table);
        foreach (var row in rows)
            summer.Add(row);
        return summer.Sum;
    }
}
