namespace Assay.Storage;

/// <summary>The order in which <see cref="IRowStore"/> gives the rows of a table: by key, texts by code point, null first.</summary>
public sealed class RowOrder(Table table) : IComparer<object?[]>
{
    public int Compare(object?[]? x, object?[]? y)
    {
        for (var i = 0; i < table.KeyLength; i++)
        {
            var order = Compare(x![i], y![i]);
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static int Compare(object? left, object? right) =>
        left is string one && right is string other ? CompareCodePoints(one, other) : Comparer<object?>.Default.Compare(left, right);

    /// <summary>UTF-16 differs from it only in that surrogates stand before some characters that need none.</summary>
    private static int CompareCodePoints(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
            return left.Length.CompareTo(right.Length);

        var (one, other) = (left[same], right[same]);
        return char.IsSurrogate(one) == char.IsSurrogate(other) ? one.CompareTo(other) : char.IsSurrogate(one) ? 1 : -1;
    }
}
