using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

/// <summary>The addresses of a coin. The lists are padded with empty texts and nulls.</summary>
internal sealed record WireLinks
{
    public IReadOnlyList<string>? Homepage { get; init; }

    public IReadOnlyList<string>? Whitepaper { get; init; }

    public IReadOnlyList<string>? BlockchainSite { get; init; }

    public IReadOnlyList<string>? OfficialForumUrl { get; init; }

    public IReadOnlyList<string>? ChatUrl { get; init; }

    public IReadOnlyList<string>? AnnouncementUrl { get; init; }

    public string? TwitterScreenName { get; init; }

    public string? FacebookUsername { get; init; }

    public string? TelegramChannelIdentifier { get; init; }

    public string? SubredditUrl { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<WireRepositories>))]
    public WireRepositories? ReposUrl { get; init; }

    /// <summary>Address by what is found there, see <see cref="Facts.CoinMetadata.Links"/>: of several the first.</summary>
    public IReadOnlyDictionary<string, string> ToMap()
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("homepage", First(Homepage));
        Add("whitepaper", First(Whitepaper));
        Add("source_code", First(ReposUrl?.Github) ?? First(ReposUrl?.Bitbucket));
        Add("explorer", First(BlockchainSite));
        Add("forum", First(OfficialForumUrl));
        Add("discord", ChatUrl?.FirstOrDefault(IsDiscord));
        Add("chat", ChatUrl?.FirstOrDefault(address => !IsDiscord(address)));
        Add("announcement", First(AnnouncementUrl));
        Add("twitter", Profile("https://twitter.com/", TwitterScreenName));
        Add("facebook", Profile("https://www.facebook.com/", FacebookUsername));
        Add("telegram", Profile("https://t.me/", TelegramChannelIdentifier));
        // For a coin without one the address of all of Reddit has been seen.
        Add("reddit", SubredditUrl?.Contains("/r/", StringComparison.OrdinalIgnoreCase) == true ? SubredditUrl : null);
        return map;

        void Add(string what, string? address)
        {
            if (!string.IsNullOrWhiteSpace(address))
                map[what] = address;
        }
    }

    private static string? First(IReadOnlyList<string>? addresses) => addresses is [var first, ..] ? first : null;

    private static bool IsDiscord(string address) => address.Contains("discord", StringComparison.OrdinalIgnoreCase);

    private static string? Profile(string site, string? name) => string.IsNullOrWhiteSpace(name) ? null : site + Uri.EscapeDataString(name.Trim());
}

internal sealed record WireRepositories
{
    public IReadOnlyList<string>? Github { get; init; }

    public IReadOnlyList<string>? Bitbucket { get; init; }
}
