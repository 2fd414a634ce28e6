using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CouponAdmin.Core.Database.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class IssuancesWithoutForeignKey : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_issuances_campaigns_CampaignId",
                table: "issuances");

            // What the key did for the parent: a campaign with issuances is never deleted, nor named anew.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION keep_campaign_with_issuances() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT 1 FROM issuances WHERE "CampaignId" = OLD."Id") THEN
                        RAISE foreign_key_violation USING MESSAGE = 'A campaign with issuances is never deleted.';
                    END IF;
                    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
                END $$;
                CREATE TRIGGER keep_campaign_with_issuances BEFORE DELETE OR UPDATE OF "Id" ON campaigns
                    FOR EACH ROW EXECUTE FUNCTION keep_campaign_with_issuances();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER keep_campaign_with_issuances ON campaigns; DROP FUNCTION keep_campaign_with_issuances();");
            migrationBuilder.AddForeignKey(
                name: "FK_issuances_campaigns_CampaignId",
                table: "issuances",
                column: "CampaignId",
                principalTable: "campaigns",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }
    }
}
