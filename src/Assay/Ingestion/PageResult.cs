namespace Assay.Ingestion;

/// <summary>What became of the records of one page, or of all pages of a round. Every record is in one of the counts, a quote whose candle was turned away in two.</summary>
public readonly record struct PageResult(int Pages, long Listed, long Stored, long Corrected, long Unchanged, long Duplicates, long Rejected, string? Error = null)
{
    /// <summary>Good records, whether new or known.</summary>
    public long Processed => Listed + Stored + Corrected + Unchanged;

    public static PageResult operator +(PageResult left, PageResult right) => new(
        left.Pages + right.Pages,
        left.Listed + right.Listed,
        left.Stored + right.Stored,
        left.Corrected + right.Corrected,
        left.Unchanged + right.Unchanged,
        left.Duplicates + right.Duplicates,
        left.Rejected + right.Rejected,
        left.Error ?? right.Error);
}
