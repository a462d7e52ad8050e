using System.Globalization;
using Quartz;

namespace Assay.Server.Configuration;

/// <summary>How often something happens: every so many seconds, by a cron expression in UTC, or never by itself.</summary>
public sealed record Cadence
{
    private Cadence(TimeSpan interval, CronExpression? cron)
    {
        Interval = interval;
        Cron = cron;
    }

    public static Cadence Never { get; } = new(TimeSpan.Zero, null);

    /// <summary>The time between two rounds; with a cron expression the longest one of the coming rounds. Zero means never.</summary>
    public TimeSpan Interval { get; }

    public CronExpression? Cron { get; }

    public bool IsNever => Interval == TimeSpan.Zero;

    public static Cadence Every(TimeSpan interval) => new(interval, null);

    /// <summary>Reads seconds, 0 for never, or a cron expression of five fields; null where it is neither.</summary>
    public static Cadence? Parse(string text, DateTimeOffset now)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return seconds <= 7 * 24 * 3600 ? Every(TimeSpan.FromSeconds(seconds)) : null;
        if (ToQuartz(text) is not { } expression || !CronExpression.IsValidExpression(expression))
            return null;

        var cron = new CronExpression(expression) { TimeZone = TimeZoneInfo.Utc };
        return LongestStep(cron, now) is { } step ? new Cadence(step, cron) : null;
    }

    private static TimeSpan? LongestStep(CronExpression cron, DateTimeOffset now)
    {
        var longest = TimeSpan.Zero;
        var previous = cron.GetNextValidTimeAfter(now);
        for (var i = 0; i < 50 && previous is not null; i++)
        {
            if (cron.GetNextValidTimeAfter(previous.Value) is not { } next)
                break;
            longest = next - previous.Value > longest ? next - previous.Value : longest;
            previous = next;
        }

        return longest > TimeSpan.Zero ? longest : null;
    }

    /// <summary>Quartz wants seconds in front, a ? for the one of the two day fields that does not count, and Sunday to be 1.</summary>
    private static string? ToQuartz(string text)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var minute, var hour, var day, var month, var weekday])
            return null;
        if (!IsWithin(minute, 59) || !IsWithin(hour, 23) || !IsWithin(day, 31) || !IsWithin(month, 12) || !IsWithin(weekday, 7))
            return null; // Quartz takes a minute of 99 without a word

        return (day, weekday) switch
        {
            (_, "*") => $"0 {minute} {hour} {day} {month} ?",
            ("*", _) => $"0 {minute} {hour} ? {month} {ToQuartzWeekday(weekday)}",
            _ => null,
        };
    }

    private static bool IsWithin(string field, int most) =>
        field.Split(',', '-', '/').All(part => !part.All(char.IsAsciiDigit) || (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most));

    private static string ToQuartzWeekday(string field) => string.Concat(field.Select((letter, i) =>
        char.IsAsciiDigit(letter) && (i == 0 || field[i - 1] is ',' or '-')
            ? ((letter - '0') % 7 + 1).ToString(CultureInfo.InvariantCulture)
            : letter.ToString()));
}
