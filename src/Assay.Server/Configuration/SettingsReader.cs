using System.Globalization;
using System.Net;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Server.Configuration;

/// <summary>Reads the settings and collects all that is wrong with them, so that one start shows every mistake.</summary>
internal sealed class SettingsReader(IConfiguration configuration, DateTimeOffset now)
{
    private readonly List<string> _problems = [];
    private readonly List<string> _notices = [];

    /// <exception cref="SettingsException">A value is wrong; the message names each such setting and its value.</exception>
    public static Settings Read(IConfiguration configuration, DateTimeOffset now)
    {
        var reader = new SettingsReader(configuration, now);
        var settings = reader.Read();
        return reader._problems.Count == 0 ? settings : throw new SettingsException(reader._problems);
    }

    private Settings Read()
    {
        NoticeWhatChangesNothing();
        var schedule = Schedule();
        var keepQuotes = Days("QUOTE_RETENTION_DAYS", 0);
        return new Settings
        {
            Port = Number("PORT", 8080, 0, 65535),
            BindAddress = Bind("BIND_ADDRESS"),
            DatabaseUrl = Text("DATABASE_URL") ?? "sqlite://data/assay.db",
            DatabaseReadUrl = Text("DATABASE_READ_URL"),
            IsDevelopment = Choice("APP_ENV", "production", "development", "production") == "development",
            LogLevel = Enum.Parse<LogLevel>(Choice("LOG_LEVEL", "Information", Enum.GetNames<LogLevel>())),
            AdminApiKey = Text("ADMIN_API_KEY"),
            Sources = new Dictionary<SourceId, ProviderSettings>
            {
                [SourceId.CoinGecko] = CoinGecko(),
                [SourceId.CoinPaprika] = Source("COINPAPRIKA", callsPerMinute: 10),
                [SourceId.CoinMarketCap] = CoinMarketCap(),
                [SourceId.CoinMarketCapDex] = Source("CMC_DEX", callsPerMinute: 50),
                [SourceId.Binance] = new ProviderSettings { Enabled = Flag("ENABLE_BINANCE", false), BaseUrl = Address("BINANCE_BASE_URL"), CallsPerMinute = Number("BINANCE_RATE_LIMIT", 20, 1, 100_000) },
                [SourceId.Csv] = new ProviderSettings { Enabled = Flag("ENABLE_CSV", true) },
            },
            CsvPath = Text("CSV_PATH") ?? Path.Combine("data", "csv"),
            Schedule = schedule,
            Notices = _notices,
            Upkeep = new UpkeepOptions { KeepQuotes = keepQuotes, KeepPayloads = Days("RAW_RETENTION_DAYS", 30) },
            Ingestion = new IngestionOptions
            {
                TopCoins = Number("TOP_COINS", 1000, 0, 50_000),
                TrackedCoins = List("TRACKED_COINS"),
                BatchSize = Number("BATCH_SIZE", 5000, 1, 100_000),
                Intervals = schedule.ToDictionary(task => task.Key, task => task.Value.Interval),
                FillHistory = FillHistory(keepQuotes),
                PollsJoinWithin = 3 * schedule[FetchTask.Prices].Interval,
            },
        };
    }

    private ProviderSettings CoinGecko()
    {
        var settings = Source("COINGECKO", callsPerMinute: 15) with { Plan = Choice("COINGECKO_PLAN", "public", "public", "demo", "pro") };
        if (!settings.Enabled || (settings.Plan == "public") == (settings.ApiKey is null))
            return settings;
        if (settings.ApiKey is not null)
        {
            _notices.Add("COINGECKO_API_KEY is set but not used, because COINGECKO_PLAN is public. Set it to demo or pro, as the key is.");
            return settings;
        }

        _notices.Add($"coingecko is off: COINGECKO_PLAN is {settings.Plan}, which needs a key. Set COINGECKO_API_KEY, or COINGECKO_PLAN=public.");
        return settings with { Enabled = false };
    }

    private ProviderSettings CoinMarketCap()
    {
        var settings = Source("CMC", callsPerMinute: 15) with { Plan = Choice("CMC_PLAN", "basic", "basic", "builder", "startup", "growth", "professional", "enterprise") };
        if (settings is { ApiKey: null, Plan: not "basic" })
            _notices.Add($"CMC_PLAN is {settings.Plan}, but there is no CMC_API_KEY, so the plan changes nothing.");
        return settings;
    }

    private ProviderSettings Source(string prefix, int callsPerMinute) => new()
    {
        Enabled = Flag($"ENABLE_{prefix}", true),
        BaseUrl = Address($"{prefix}_BASE_URL"),
        ApiKey = Key($"{prefix}_API_KEY"),
        CallsPerMinute = Number($"{prefix}_RATE_LIMIT", callsPerMinute, 1, 100_000),
        MonthlyCredits = Number($"{prefix}_MONTHLY_CREDITS", 0, 1, int.MaxValue) is > 0 and var credits ? credits : null,
    };

    private Dictionary<string, Cadence> Schedule()
    {
        var prices = Cadence("PRICE_UPDATE_INTERVAL", 60);
        var sentiment = Cadence("SENTIMENT_UPDATE_INTERVAL", 300);
        // Nobody polls who asks for no prices.
        var daily = prices.IsNever ? Configuration.Cadence.Never : Configuration.Cadence.Every(TimeSpan.FromDays(1));
        return new Dictionary<string, Cadence>
        {
            [FetchTask.Prices] = prices,
            [FetchTask.Assets] = daily,
            [FetchTask.Quota] = daily,
            [FetchTask.Metadata] = Cadence("METADATA_UPDATE_INTERVAL", 3600),
            [FetchTask.Sentiment] = sentiment,
            [FetchTask.Global] = sentiment,
            [FetchTask.Dex] = Cadence("DEX_UPDATE_INTERVAL", 120),
            [FetchTask.Exchanges] = Cadence("EXCHANGE_UPDATE_INTERVAL", 7200),
        };
    }

    /// <summary>What retention removes need not be asked for.</summary>
    private TimeSpan FillHistory(TimeSpan? keepQuotes)
    {
        var wanted = Days("HISTORY_DAYS", 0, most: 3650) ?? TimeSpan.Zero;
        return keepQuotes < wanted ? keepQuotes.Value : wanted;
    }

    private void NoticeWhatChangesNothing()
    {
        var set = NotServedYet.Names.Where(name => Value(name) is { } value && !IsNo(value)).ToList();
        _notices.AddRange(set.Select(name => $"{name} is set, but this version has no use for it yet: it changes nothing."));
        if (set.Contains("NATS_URL") && set.Contains("KAFKA_BROKERS"))
            _problems.Add("NATS_URL and KAFKA_BROKERS are both set. Set one of them: there is one bus.");

        // Not asked for by name: what is asked for counts as served.
        string? Value(string name) => configuration.GetChildren().FirstOrDefault(setting => setting.Key.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value is { Length: > 0 } value ? value : null;
    }

    private string? Text(string name)
    {
        if (configuration[name]?.Trim() is { Length: > 0 } text)
            return text;
        if (Parts(name).Any())
            _problems.Add($"{name} is a list or has parts of its own in appsettings.json. It must be one value.");
        return null;
    }

    /// <summary>One text with commas, or in appsettings.json an array.</summary>
    private string[] List(string name) => Parts(name).Any() && string.IsNullOrWhiteSpace(configuration[name])
        ? [.. Parts(name).Select(part => part.Value?.Trim()).OfType<string>().Where(text => text.Length > 0)]
        : Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private IEnumerable<IConfigurationSection> Parts(string name) => configuration.GetSection(name).GetChildren();

    /// <summary>A key, which is never shown.</summary>
    private string? Key(string name)
    {
        var key = Text(name);
        if (key is not null && key.Any(letter => letter is <= ' ' or > '~'))
            _problems.Add($"{name} holds a character that no key has, such as a space or a letter with an accent.");
        return key;
    }

    private int Number(string name, int byDefault, int least, int most)
    {
        if (Text(name) is not { } text)
            return byDefault;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;

        _problems.Add($"{name} is '{text}'. It must be a whole number from {least} to {most}.");
        return byDefault;
    }

    /// <summary>None means for ever.</summary>
    private TimeSpan? Days(string name, int byDefault, int most = 36_500) => Number(name, byDefault, 0, most) is > 0 and var days ? TimeSpan.FromDays(days) : null;

    private bool Flag(string name, bool byDefault) => Text(name)?.ToLowerInvariant() switch
    {
        null => byDefault,
        "true" or "1" or "yes" or "on" => true,
        { } text when IsNo(text) => false,
        _ => Wrong(name, "true or false", byDefault),
    };

    private static bool IsNo(string text) => text.ToLowerInvariant() is "false" or "0" or "no" or "off";

    private string Choice(string name, string byDefault, params string[] choices)
    {
        if (Text(name) is not { } text)
            return byDefault;
        return choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? Wrong(name, $"one of {string.Join(", ", choices)}", byDefault);
    }

    private IPAddress Bind(string name) => Text(name) switch
    {
        null or "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        var text when IPAddress.TryParse(text, out var address) => address,
        _ => Wrong(name, "an IP address of this machine, such as 127.0.0.1, or 0.0.0.0 for all", IPAddress.Loopback),
    };

    private Uri? Address(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : Wrong<Uri?>(name, "an address such as https://api.example.com/v3", null);
    }

    private Cadence Cadence(string name, int seconds)
    {
        var byDefault = Configuration.Cadence.Every(TimeSpan.FromSeconds(seconds));
        return Text(name) is not { } text
            ? byDefault
            : Configuration.Cadence.Parse(text, now) ?? Wrong(name, "seconds (at most 604800), 0 for never, or a cron expression such as */15 * * * *", byDefault);
    }

    private T Wrong<T>(string name, string expected, T byDefault)
    {
        _problems.Add($"{name} is '{Text(name)}'. It must be {expected}.");
        return byDefault;
    }
}

/// <summary>Settings are wrong. One line per setting.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems));
