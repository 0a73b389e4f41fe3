namespace CallCenter.Api.Secrets;

/// <summary>One sealed credential under (tenant, phone, version).</summary>
public readonly record struct SecretRow(string Tenant, string Phone, long Version, byte[] Sealed);
