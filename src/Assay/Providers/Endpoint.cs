namespace Assay.Providers;

/// <summary>An endpoint of an API, and what has to be known to watch the shape of its answers.</summary>
/// <param name="Name">For example <c>coins/markets</c>.</param>
/// <param name="Needed">Paths without which its records mean nothing, for example <c>$[].current_price</c>: an answer none of whose records has one is set aside.</param>
/// <param name="Maps">Paths of objects whose keys are data, for example <c>$[].platforms</c>: their keys come and go.</param>
public sealed record Endpoint(string Name, IReadOnlyList<string> Needed, IReadOnlyList<string> Maps);
