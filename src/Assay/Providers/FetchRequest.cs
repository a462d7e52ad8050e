namespace Assay.Providers;

/// <summary>What to ask a source for.</summary>
/// <param name="Task">One of <see cref="FetchTask"/>.</param>
/// <param name="Top">How many coins by market cap; 0 asks only for <paramref name="Coins"/>.</param>
/// <param name="Coins">The source's own ids of coins to ask for in any case.</param>
public sealed record FetchRequest(string Task, int Top, IReadOnlyList<string> Coins);

/// <summary>The tasks that a source may offer. The names stand in the database and in the API.</summary>
public static class FetchTask
{
    /// <summary>The latest prices.</summary>
    public const string Prices = "prices";

    /// <summary>The list of coins with their contracts, which identity is built on.</summary>
    public const string Assets = "assets";
}
