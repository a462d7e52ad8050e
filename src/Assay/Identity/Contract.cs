using System.Buffers;

namespace Assay.Identity;

/// <summary>A token's contract in one spelling, whoever named it: two coins with the same one are the same.</summary>
/// <param name="Platform">Our name of the chain, see <see cref="Identity.Platform"/>.</param>
/// <param name="Address">Hexadecimal ones in lower case; the case of others, as on Solana, Tron or of IBC denominations, is part of the address.</param>
public readonly record struct Contract(string Platform, string Address)
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>What sources write in place of an address for the coin that a chain itself pays with.</summary>
    private static readonly string[] Placeholders = ["0x0000000000000000000000000000000000000000", "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"];

    /// <summary>Null where a source writes an empty text or a placeholder.</summary>
    public static Contract? Of(string platform, string address)
    {
        if (string.IsNullOrWhiteSpace(platform) || string.IsNullOrWhiteSpace(address))
            return null;

        var spelling = OneSpelling(address.Trim());
        return Placeholders.Contains(spelling) ? null : new Contract(Identity.Platform.Of(platform), spelling);
    }

    /// <summary>All that are contracts; of several on one platform the first.</summary>
    public static IReadOnlyList<Contract> AllOf(IReadOnlyDictionary<string, string>? contracts)
    {
        if (contracts is null or { Count: 0 })
            return [];

        var all = new List<Contract>(contracts.Count);
        foreach (var (platform, address) in contracts)
        {
            if (Of(platform, address) is { } contract && !all.Exists(other => other.Platform == contract.Platform))
                all.Add(contract);
        }

        return all;
    }

    public override string ToString() => $"{Address} on {Platform}";

    /// <summary>Of <c>0x2::sui::SUI</c> only the number in front.</summary>
    private static string OneSpelling(string address)
    {
        if (!address.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return address;

        var end = address.IndexOf("::", StringComparison.Ordinal) is var module && module >= 0 ? module : address.Length;
        return address.AsSpan(2, end - 2).IndexOfAnyExcept(Hexadecimal) < 0 ? address[..end].ToLowerInvariant() + address[end..] : address;
    }
}
