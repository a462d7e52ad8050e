namespace Assay;

/// <summary>Our name of an asset: a slug such as <c>bitcoin</c>, in CoinGecko's spelling where CoinGecko lists the asset.</summary>
public readonly record struct AssetId(string Slug)
{
    public override string ToString() => Slug;
}
