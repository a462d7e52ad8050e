using System.Buffers;

namespace Assay.Adapters.Providers.CoinMarketCap;

internal static class ContractAddress
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>
    /// One spelling of an address: hexadecimal ones come in mixed case from some endpoints and in lower case from others, and it means
    /// nothing there. Elsewhere, as on Solana, the case is part of the address.
    /// </summary>
    public static string OneSpelling(string address) =>
        address.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && address.AsSpan(2).IndexOfAnyExcept(Hexadecimal) < 0
            ? address.ToLowerInvariant()
            : address;
}
