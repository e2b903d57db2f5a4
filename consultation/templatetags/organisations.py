"""What pages say of organisations."""

from django import template

from consultation.reports.countries import country_name

register = template.Library()
register.filter("country_name", country_name)
