using Assay.Providers;

namespace Assay.Adapters.Providers;

/// <param name="body">The payload's body without the byte order mark and the white space around it.</param>
internal delegate ParsedPage ReadAnswer(RawPayload payload, ReadOnlySpan<byte> body);

/// <summary>A kind of answer that a provider can read: told by its address, and whether it is a list or an object.</summary>
/// <param name="endpoint">Its name is what the address ends with; <c>{id}</c> in it stands for any one part, which is a coin's id.</param>
internal sealed class KnownAnswer(Endpoint endpoint, bool isList, ReadAnswer read)
{
    private const string AnyId = "{id}";

    private readonly string[] _path = endpoint.Name.Split('/');

    public Endpoint Endpoint => endpoint;

    public bool IsList => isList;

    public ReadAnswer Read => read;

    /// <summary>Whether an address is of this endpoint, and which coin it names, if any.</summary>
    public bool Fits(string url, out string? coin)
    {
        coin = null;
        var asked = Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.AbsolutePath.Split('/') : [];
        if (asked.Length < _path.Length)
            return false;

        foreach (var (part, expected) in asked[^_path.Length..].Zip(_path))
        {
            if (expected == AnyId && part.Length > 0)
                coin = Uri.UnescapeDataString(part);
            else if (part != expected)
                return false;
        }

        return true;
    }

    /// <summary>The coin that an address of this endpoint names.</summary>
    public string CoinIn(string url) => Fits(url, out var coin) && coin is not null ? coin : "";
}
