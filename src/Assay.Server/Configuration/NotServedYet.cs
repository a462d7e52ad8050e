namespace Assay.Server.Configuration;

/// <summary>Settings that have their name but no effect yet. Whoever serves one takes it from here to <see cref="SettingsReader"/>.</summary>
internal static class NotServedYet
{
    public static readonly IReadOnlyList<string> Names =
    [
        "NATS_URL", "KAFKA_BROKERS", "REDIS_URL",
        "ENABLE_CMC", "CMC_API_KEY", "CMC_BASE_URL", "CMC_RATE_LIMIT",
        "ENABLE_CMC_DEX", "CMC_DEX_API_KEY", "CMC_DEX_BASE_URL", "CMC_DEX_RATE_LIMIT",
        "COINGECKO_MONTHLY_CREDITS", "COINPAPRIKA_MONTHLY_CREDITS", "CMC_MONTHLY_CREDITS", "CMC_DEX_MONTHLY_CREDITS",
        "METADATA_UPDATE_INTERVAL", "SENTIMENT_UPDATE_INTERVAL", "DEX_UPDATE_INTERVAL", "EXCHANGE_UPDATE_INTERVAL",
        "API_RATE_LIMIT", "API_RATE_WINDOW_SECONDS", "TRUSTED_PROXIES", "CORS_ORIGINS",
        "LOG_PATH", "ENABLE_METRICS", "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];
}
