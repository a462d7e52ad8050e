using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Values of the row that a reader stands on.</summary>
internal static class Rows
{
    extension(NpgsqlDataReader row)
    {
        public string Text(int column) => Texts.Decode(row.GetString(column));

        public string? TextOrNull(int column) => row.IsDBNull(column) ? null : row.Text(column);

        public DateTimeOffset Time(int column) => new(row.GetDateTime(column));

        public DateTimeOffset? TimeOrNull(int column) => row.IsDBNull(column) ? null : row.Time(column);

        public double? DoubleOrNull(int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

        public int? Int32OrNull(int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

        public long? Int64OrNull(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

        public Guid? GuidOrNull(int column) => row.IsDBNull(column) ? null : row.GetGuid(column);
    }
}
