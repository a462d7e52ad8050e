using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Assay.Board;

/// <summary>Writes the row of /data.</summary>
internal static class RowWriter
{
    private static readonly JsonEncodedText CoinId = JsonEncodedText.Encode("coin_id");
    private static readonly JsonEncodedText AssetId = JsonEncodedText.Encode("asset_id");
    private static readonly JsonEncodedText Symbol = JsonEncodedText.Encode("symbol");
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText Source = JsonEncodedText.Encode("source");
    private static readonly JsonEncodedText Rank = JsonEncodedText.Encode("rank");
    private static readonly JsonEncodedText CurrentPrice = JsonEncodedText.Encode("current_price");
    private static readonly JsonEncodedText MarketCap = JsonEncodedText.Encode("market_cap");
    private static readonly JsonEncodedText Volume24h = JsonEncodedText.Encode("volume_24h");
    private static readonly JsonEncodedText PriceChange24h = JsonEncodedText.Encode("price_change_24h");
    private static readonly JsonEncodedText PriceChange7d = JsonEncodedText.Encode("price_change_7d");
    private static readonly JsonEncodedText High24h = JsonEncodedText.Encode("high_24h");
    private static readonly JsonEncodedText Low24h = JsonEncodedText.Encode("low_24h");
    private static readonly JsonEncodedText CirculatingSupply = JsonEncodedText.Encode("circulating_supply");
    private static readonly JsonEncodedText TotalSupply = JsonEncodedText.Encode("total_supply");
    private static readonly JsonEncodedText MaxSupply = JsonEncodedText.Encode("max_supply");
    private static readonly JsonEncodedText LastUpdated = JsonEncodedText.Encode("last_updated");
    private static readonly JsonEncodedText RecordedAt = JsonEncodedText.Encode("recorded_at");

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="quote">The figures.</param>
    /// <param name="asset">What they are about.</param>
    /// <param name="buffer">Used meanwhile, so that rows leave no garbage but themselves.</param>
    public static byte[] Write(Quote quote, Asset asset, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString(CoinId, quote.CoinId);
            json.WriteString(AssetId, asset.Id.Slug);
            json.WriteString(Symbol, asset.Symbol);
            json.WriteString(Name, asset.Name);
            json.WriteString(Source, quote.Source.Name);
            Write(json, quote.Figures);
            json.WriteString(LastUpdated, quote.ObservedAt.ToIso());
            json.WriteString(RecordedAt, quote.RecordedAt.ToIso());
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, MarketFigures figures)
    {
        Write(json, Rank, figures.Rank);
        Write(json, CurrentPrice, figures.Price);
        Write(json, MarketCap, figures.MarketCap);
        Write(json, Volume24h, figures.Volume24h);
        Write(json, PriceChange24h, figures.PriceChange24h);
        Write(json, PriceChange7d, figures.PriceChange7d);
        Write(json, High24h, figures.High24h);
        Write(json, Low24h, figures.Low24h);
        Write(json, CirculatingSupply, figures.CirculatingSupply);
        Write(json, TotalSupply, figures.TotalSupply);
        Write(json, MaxSupply, figures.MaxSupply);
    }

    private static void Write(Utf8JsonWriter json, JsonEncodedText name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter json, JsonEncodedText name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
