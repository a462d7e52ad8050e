using System.Data;
using Npgsql;

namespace Assay.IntegrationTests.Running;

/// <summary>A PostgreSQL database at one moment: all that is asked is answered from one snapshot, whatever is written meanwhile.</summary>
internal sealed class PostgresData : StoredData
{
    /// <summary>One view per table of the program, under the same name, with times and ids as <see cref="StoredData"/> wants them.</summary>
    private const string Views = """
        CREATE SCHEMA IF NOT EXISTS audit;
        DO $$
        DECLARE made text;
        BEGIN
          FOR made IN
            SELECT format('CREATE OR REPLACE VIEW audit.%I AS SELECT %s FROM public.%I', c.relname, string_agg(
              CASE
                WHEN a.atttypid = 'timestamptz'::regtype AND c.relkind = 'v' THEN format('to_char(%I AT TIME ZONE ''UTC'', ''YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'') AS %I', a.attname, a.attname)
                WHEN a.atttypid = 'timestamptz'::regtype THEN format('(extract(epoch FROM %I) * 1000)::bigint AS %I', a.attname, a.attname)
                WHEN a.atttypid = 'uuid'::regtype THEN format('%I::text AS %I', a.attname, a.attname)
                ELSE quote_ident(a.attname)
              END, ', ' ORDER BY a.attnum), c.relname)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
            GROUP BY c.oid, c.relname, c.relkind
          LOOP
            EXECUTE made;
          END LOOP;
        END $$
        """;

    private readonly NpgsqlConnection _connection;

    public PostgresData(string connectionString)
    {
        _connection = new NpgsqlConnection(connectionString);
        _connection.Open();
        Execute(Views);
        Execute("SET search_path = audit");
        _connection.BeginTransaction(IsolationLevel.RepeatableRead);
        HasTables = Count("pg_class WHERE oid = to_regclass('public.quotes')") > 0; // the first question fixes the moment
    }

    public override bool HasTables { get; }

    public override List<T> Query<T>(string sql, Func<IStoredRow, T> read)
    {
        var found = new List<T>();
        using var command = new NpgsqlCommand(sql, _connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            found.Add(read(new Row(reader)));
        return found;
    }

    public override void Dispose() => _connection.Dispose();

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        command.ExecuteNonQuery();
    }

    private sealed class Row(NpgsqlDataReader reader) : IStoredRow
    {
        public long Int64(int column) => Convert.ToInt64(reader.GetValue(column), System.Globalization.CultureInfo.InvariantCulture);

        public double Double(int column) => reader.GetDouble(column);

        public double? DoubleOrNull(int column) => reader.IsDBNull(column) ? null : Double(column);

        public string Text(int column) => reader.GetString(column);

        public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : Text(column);

        public byte[] Blob(int column) => reader.GetFieldValue<byte[]>(column);
    }
}
