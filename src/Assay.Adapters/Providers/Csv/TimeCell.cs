using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Assay.Adapters.Providers.Csv;

/// <param name="Milliseconds">Since the Unix epoch.</param>
/// <param name="IsDate">Only a day was given.</param>
internal readonly record struct Moment(long Milliseconds, bool IsDate)
{
    public const long Day = 86_400_000;

    /// <summary>Stamped in the last minute of a day, as daily closes are.</summary>
    public bool IsEndOfDay => Milliseconds % Day >= Day - 60_000;
}

/// <summary>Reads a time in the forms that market data comes in. What names no zone is UTC.</summary>
internal static class TimeCell
{
    public static bool TryParse(ReadOnlySpan<byte> cell, bool monthFirst, out Moment moment)
    {
        moment = default;
        if (cell.Length < 8)
            return false;

        var text = new TimeText(cell, monthFirst);
        if (!text.TryReadDate(out var time))
            return cell.Length == 8 ? TryParseCompact(cell, out moment) : TryParseEpoch(cell, out moment);

        var isDate = text.IsAtEnd;
        if (!isDate && !(text.TryReadTimeOfDay(time, out time) && text.IsAtEnd))
            return false;
        moment = new Moment((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond, isDate);
        return moment.Milliseconds >= 0;
    }

    /// <summary><c>20130429</c>. As an epoch it would be 1970, long before anything could have a price.</summary>
    private static bool TryParseCompact(ReadOnlySpan<byte> cell, out Moment moment)
    {
        moment = default;
        var text = Encoding.Latin1.GetString(cell);
        if (!DateTime.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day < DateTime.UnixEpoch)
            return false;
        moment = new Moment((long)(day - DateTime.UnixEpoch).TotalMilliseconds, true);
        return true;
    }

    /// <summary>Seconds, milliseconds, microseconds or nanoseconds, told apart by their size.</summary>
    private static bool TryParseEpoch(ReadOnlySpan<byte> cell, out Moment moment)
    {
        moment = default;
        var isWhole = Utf8Parser.TryParse(cell, out long epoch, out var read) && read == cell.Length;
        if (!isWhole)
        {
            if (!double.TryParse(cell, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var fraction)
                || fraction >= long.MaxValue)
                return false;
            if (fraction < 1e11)
                fraction *= 1000; // the fraction of a second
            epoch = (long)fraction;
        }

        moment = new Moment(epoch switch
        {
            < 100_000_000 => -1,
            < 100_000_000_000 => epoch * 1000,
            < 100_000_000_000_000 => epoch,
            < 100_000_000_000_000_000 => epoch / 1000,
            _ => epoch / 1_000_000,
        }, false);
        return moment.Milliseconds >= 0;
    }
}
