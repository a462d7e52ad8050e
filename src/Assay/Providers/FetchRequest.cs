namespace Assay.Providers;

/// <summary>What to ask a source for.</summary>
/// <param name="Task">One of <see cref="FetchTask"/>.</param>
/// <param name="Top">How many coins by market cap; 0 asks only for <paramref name="Coins"/>.</param>
/// <param name="Coins">The source's own ids of coins to ask for in any case, what matters most first: whoever asks may stop early.</param>
public sealed record FetchRequest(string Task, int Top, IReadOnlyList<string> Coins);

/// <summary>The tasks that a source may offer. The names stand in the database and in the API.</summary>
public static class FetchTask
{
    /// <summary>The latest prices.</summary>
    public const string Prices = "prices";

    /// <summary>The list of coins with their contracts, which identity is built on.</summary>
    public const string Assets = "assets";

    /// <summary>What coins are: <see cref="FetchRequest.Coins"/> says which.</summary>
    public const string Metadata = "metadata";

    /// <summary>What people feel about <see cref="FetchRequest.Coins"/>, and what they look for.</summary>
    public const string Sentiment = "sentiment";

    /// <summary>Pools of decentralised exchanges, and the networks that they are on.</summary>
    public const string Dex = "dex";

    /// <summary>Exchanges and their volumes.</summary>
    public const string Exchanges = "exchanges";

    /// <summary>The market as a whole.</summary>
    public const string Global = "global";

    /// <summary>What the source says of its own limits for us.</summary>
    public const string Quota = "quota";

    /// <summary>The past of coins, chunk by chunk. In no round: see <see cref="IHistoricProvider"/>.</summary>
    public const string History = "history";
}
