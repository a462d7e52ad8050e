using System.CommandLine.Parsing;
using System.Globalization;

namespace Assay.Server.Cli;

/// <summary>Times on the command line: a day, or a moment with its offset. UTC where they do not say otherwise.</summary>
internal static class TimeOption
{
    public static void Require(OptionResult option)
    {
        var text = option.GetValueOrDefault<string?>();
        if (Parse(text) is null)
            option.AddError($"{option.Option.Name} cannot be '{text}'. Write a time like 2025-12-27 or 2025-12-27T10:30:00Z.");
    }

    /// <summary>Null where it is none.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
