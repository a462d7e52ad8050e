namespace Assay.Board;

/// <summary>The latest quote of an asset at a source, ready to serve.</summary>
/// <param name="Quote">The figures.</param>
/// <param name="Asset">What they are about.</param>
/// <param name="Json">The row of /data as UTF-8, written once per update so that a request only copies it.</param>
public sealed record BoardRow(Quote Quote, Asset Asset, ReadOnlyMemory<byte> Json);
